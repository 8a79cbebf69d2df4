#!/usr/bin/env bash
# granian against gunicorn on the demo network: requests a second on a kept page
# and on one made anew. Needs wrk, and gunicorn in the environment (it is not a
# dependency); run `make run` once before, then stop it.
set -euo pipefail
cd "$(dirname "$0")/.."
export DJANGO_SETTINGS_MODULE=brestnet.settings
seconds="${1:-8}"

measure() {
  wrk -t1 -c8 "-d${seconds}s" -H 'Host: bellevue.localhost' -H 'Accept-Encoding: gzip' \
    "http://127.0.0.1:$1$2" | awk '/Requests\/sec/ {print $2}'
}

.venv/bin/granian --interface wsgi --host 127.0.0.1 --port 8091 --workers 1 \
  --blocking-threads 4 --log-level warning brestnet.wsgi:application & granian=$!
.venv/bin/gunicorn --bind 127.0.0.1:8092 --workers 1 --threads 4 \
  --log-level warning brestnet.wsgi:application & gunicorn=$!
trap 'kill $granian $gunicorn' EXIT
for port in 8091 8092; do
  until curl -fso /dev/null -H 'Host: bellevue.localhost' "http://127.0.0.1:$port/"; do sleep 1; done
done

for page in / '/archives/?neuve=1'; do
  for round in 1 2 3; do
    a=$(measure 8091 "$page"); b=$(measure 8092 "$page")
    echo "$page $round granian $a/s gunicorn $b/s ratio $(awk "BEGIN {printf \"%.2f\", $a/$b}")"
  done
done
