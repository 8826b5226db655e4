# One static binary on an empty image. The data folder is a volume: it holds the
# embedded database, the keys and the mail spool when no MONGODB_URI is set.
# Set TANDEM_BASE_URL when running it: the address people use.
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o /tandem ./server
RUN mkdir -p /data && chown 65532:65532 /data

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /usr/local/go/lib/time/zoneinfo.zip /zoneinfo.zip
COPY --from=build /tandem /tandem
COPY --from=build --chown=65532:65532 /data /data
ENV ZONEINFO=/zoneinfo.zip TANDEM_LISTEN=0.0.0.0:8080 TANDEM_DATA=/data TANDEM_DEMO=off
USER 65532:65532
VOLUME /data
EXPOSE 8080
ENTRYPOINT ["/tandem"]
