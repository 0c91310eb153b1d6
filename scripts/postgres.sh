# A throw-away PostgreSQL cluster on a free loopback port. Source it: `postgres_start` sets
# TEST_DATABASE_URL, `postgres_stop` ends the cluster by its process id and removes its folder.
postgres_bin() {
  local found
  found=$(command -v initdb || ls /usr/lib/postgresql/*/bin/initdb 2>/dev/null | tail -n 1 || true)
  [ -n "$found" ] && dirname "$(readlink -f "$found")"
}

postgres_start() {
  local bin
  bin=$(postgres_bin) || { echo "PostgreSQL is missing: install Debian's package postgresql"; return 1; }
  PG_FOLDER=$(mktemp -d /tmp/taawouniya-pg.XXXXXX)
  PG_AS=()
  if [ "$(id -u)" = 0 ]; then
    chown postgres "$PG_FOLDER"
    PG_AS=(runuser -u postgres --)
  fi
  local port
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  (cd "$PG_FOLDER" && "${PG_AS[@]}" "$bin/initdb" -D "$PG_FOLDER/data" -U postgres -A trust -E UTF8 --locale=C >"$PG_FOLDER/../taawouniya-pg.log" 2>&1)
  (cd "$PG_FOLDER" && "${PG_AS[@]}" "$bin/pg_ctl" -D "$PG_FOLDER/data" -w -l "$PG_FOLDER/data/server.log" \
    -o "-h 127.0.0.1 -p $port -k $PG_FOLDER -c max_connections=300" start >/dev/null)
  PG_BIN=$bin
  export TEST_DATABASE_URL=postgres://postgres@127.0.0.1:$port/postgres
}

postgres_stop() {
  if [ -n "${PG_FOLDER:-}" ]; then
    (cd "$PG_FOLDER" && "${PG_AS[@]}" "$PG_BIN/pg_ctl" -D "$PG_FOLDER/data" -m immediate stop >/dev/null 2>&1) || true
    rm -rf "$PG_FOLDER"
    unset PG_FOLDER TEST_DATABASE_URL
  fi
}
