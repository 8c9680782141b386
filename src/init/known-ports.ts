/** Ports that servers of HTTP usually have; 443 and 8443 speak TLS, 9000 may be anything. */
const webPorts: ReadonlySet<number> = new Set([
  80, 1337, 1880, 2019, 2368, 3000, 3001, 3002, 3003, 3333, 4000, 4200, 4321, 4567, 5000, 5001, 5173, 5601, 7860, 8000,
  8001, 8008, 8010, 8080, 8081, 8082, 8083, 8088, 8090, 8123, 8501, 8787, 8888, 9090, 9200,
])

/** Programs that speak HTTP, whatever their port. */
const webPrograms =
  /\b(?:gunicorn|uvicorn|hypercorn|daphne|waitress-serve|flask run|nginx|httpd|apache2(?:ctl)?|apachectl|caddy|puma|http\.server|http-server|php -S|rails s(?:erver)?|next start|streamlit)\b/

/** Why a port is probably one of HTTP; undefined where nothing says so. */
export function whyHttp(port: number, starts: string, base: string): string | undefined {
  const program = webPrograms.exec(starts)?.[0] ?? /(?:^|\/)(nginx|httpd|caddy)(?=[:@-]|$)/.exec(base)?.[1]
  if (port === 443 || port === 8443) return undefined
  if (program !== undefined) return `${program} speaks HTTP`
  return webPorts.has(port) ? `web servers use port ${port}` : undefined
}
