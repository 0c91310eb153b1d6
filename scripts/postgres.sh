# A throw-away PostgreSQL cluster on a free loopback port. Source it after lib.sh: `postgres_start` sets
# TEST_DATABASE_URL, `postgres_stop` ends the cluster by its process id and removes its folder.
postgres_bin() {
  local found
  # Debian keeps them off PATH; a lone initdb on PATH is no use without its pg_ctl.
  for found in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV) ${PATH//:/ }; do
    if [ -x "$found/initdb" ] && [ -x "$found/pg_ctl" ] && [ -x "$found/postgres" ]; then
      echo "$found"
      return 0
    fi
  done
  return 1
}

postgres_start() {
  local bin
  bin=$(postgres_bin) || { echo "PostgreSQL is missing: install Debian's package postgresql"; return 1; }
  PG_FOLDER=$(mktemp -d /tmp/taawouniya-pg.XXXXXX)
  # The server refuses to run as root.
  PG_AS=(env)
  if [ "$(id -u)" = 0 ]; then
    chown postgres "$PG_FOLDER"
    PG_AS=(runuser -u postgres --)
  fi
  local port
  port=$(free_port)
  (cd "$PG_FOLDER" && "${PG_AS[@]}" "$bin/initdb" -D "$PG_FOLDER/data" -U postgres -A trust -E UTF8 --locale=C >"$LOGS/postgres-initdb.log" 2>&1) ||
    { tail -n 20 "$LOGS/postgres-initdb.log"; return 1; }
  (cd "$PG_FOLDER" && "${PG_AS[@]}" "$bin/pg_ctl" -D "$PG_FOLDER/data" -w -l "$PG_FOLDER/data/server.log" \
    -o "-h 127.0.0.1 -p $port -k $PG_FOLDER -c max_connections=300" start >/dev/null) ||
    { "${PG_AS[@]}" tail -n 20 "$PG_FOLDER/data/server.log"; return 1; }
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
