/** Go's documented defaults (https://go.dev/ref/mod#environment-variables): the one place that names them. */

export const DEFAULT_GOPROXY = "https://proxy.golang.org,direct";
export const DEFAULT_GOSUMDB = "sum.golang.org";
