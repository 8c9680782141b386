/** Where files of this tool's own are in containers whose root cannot be written: there it is a volume of the container. */
export const ownFolder = '/.everyarch'
