/** Lines that `docker buildx ls --format json` of buildx 0.29 wrote, by what they are of; shortened where it says so. */
export const buildxLs = {
  /** An engine with the containerd store; without its rules of garbage collection and most labels. */
  containerdStore:
    '{"Current":true,"Driver":"docker","Dynamic":false,"LastActivity":"2026-11-22T12:59:35Z","Name":"default","Nodes":[{"Endpoint":"default","IDs":["2pthypgtmo82ll63if9bk6s9i"],"Labels":{"org.mobyproject.buildkit.worker.executor":"containerd","org.mobyproject.buildkit.worker.snapshotter":"overlayfs"},"Name":"default","Platforms":["linux/amd64","linux/amd64/v2","linux/amd64/v3","linux/amd64/v4","linux/arm64","linux/riscv64","linux/ppc64le","linux/s390x","linux/arm/v7","linux/arm/v6"],"Status":"running","Version":"v0.0.0+unknown"}]}',
  classicStore:
    '{"Current":true,"Driver":"docker","Dynamic":false,"LastActivity":"2026-11-22T13:00:35Z","Name":"default","Nodes":[{"Endpoint":"default","IDs":["moby"],"Name":"default","Platforms":["linux/amd64","linux/arm64","linux/riscv64","linux/ppc64le","linux/s390x","linux/386","linux/arm/v7","linux/arm/v6"],"Status":"running","Version":"v0.8+unknown"}]}',
  absentEngine:
    '{"Current":true,"Driver":"","Dynamic":false,"Err":"Cannot connect to the Docker daemon at unix:///nope.sock. Is the docker daemon running?","LastActivity":"0001-01-01T00:00:00Z","Name":"default","Nodes":[{"Endpoint":"","Name":""}]}',
  containerNotStarted:
    '{"Current":false,"Driver":"docker-container","Dynamic":false,"LastActivity":"2026-11-22T13:01:45Z","Name":"c1","Nodes":[{"Endpoint":"unix:///var/run/docker.sock","Name":"c10","Status":"inactive"}]}',
  containerWithoutEngine:
    '{"Current":false,"Driver":"docker-container","Dynamic":false,"LastActivity":"0001-01-01T00:00:00Z","Name":"m","Nodes":[{"Endpoint":"tcp://127.0.0.1:9","Err":"Cannot connect to the Docker daemon at tcp://127.0.0.1:9. Is the docker daemon running?","Name":"m0","Status":"error"}]}',
  remoteNotStarted:
    '{"Current":false,"Driver":"remote","Dynamic":false,"LastActivity":"2026-11-22T13:01:46Z","Name":"r2","Nodes":[{"Endpoint":"unix:///run/none.sock","Name":"r20","Platforms":["linux/arm64"],"Status":"inactive"}]}',
  kubernetesWithoutCluster:
    '{"Current":false,"Driver":"kubernetes","Dynamic":false,"LastActivity":"0001-01-01T00:00:00Z","Name":"k1","Nodes":[{"DriverOpts":{"namespace":"x"},"Endpoint":"kubernetes:///k1?deployment=","Err":"cannot determine Kubernetes namespace, specify manually: invalid configuration: no configuration has been provided, try setting KUBERNETES_MASTER environment variable","Name":"k10","Status":"error"}]}',
} as const
