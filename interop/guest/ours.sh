# shellcheck shell=bash
#
# ours.sh - the roles, played by this project's rserpool program (see roles.sh)

rserpool() { at pu1 "$RSERPOOL" "$@"; }

ours_address() { echo "sctp:$(addresses "$1"):$2"; } # HOST PORT

ours_registrars() {
  [ "$REGISTRARS_KNOWN" = yes ] || return
  local host
  for host in "${KNOWN[@]}"; do echo "--registrar $(ours_address "$host" "$ASAP_PORT")"; done
}

# OURS_LISTEN=yes: elements name the addresses they listen on. Else they listen as they talk to the
# registrar.
ours_listen() { # HOST
  [ "${OURS_LISTEN:-}" != yes ] || echo "--listen $(ours_address "$1" 0)"
}

# ---- registrar ------------------------------------------------------------------------------

registrar_ours() { # HOST
  local host=$1 announce=off others=() other
  for other in ${PEERS[@]+"${PEERS[@]}"}; do
    others+=(--peer "$(ours_address "$other" "$ENRP_PORT")")
  done
  [ "$REGISTRARS_KNOWN" = yes ] || announce=$ANNOUNCE_GROUP
  sabotaged no-announce && announce=239.0.0.99:3863
  launch "$host" "$host" "$RSERPOOL" registrar --profile rsplib \
    --id "0x$(registrar_id "$host")" --asap "$(ours_address "$host" "$ASAP_PORT")" \
    --enrp "$(ours_address "$host" "$ENRP_PORT")" --announce "$announce" \
    --enrp-announce "$ENRP_GROUP" ${others[@]+"${others[@]}"} --events json
}

serves_ours() { # HOST
  local ready
  ready="id=0x$(registrar_id "$1") asap=$(ours_address "$1" "$ASAP_PORT")"
  ready+=" enrp=$(ours_address "$1" "$ENRP_PORT")"
  await "$SOON" "output of the registrar on $1" "ready ${ready//[/\\[}*" \
    line_of "$1.out" '^ready '
}

# What it reports about its pools, summed up: a resolution would start a JVM each time.
elements_ours() {
  jq -rRn --arg pool "$1" '
    reduce (inputs | fromjson? | select(.pool == $pool)) as $e ({};
      if $e.event == "element-removed" then del(.[$e.element]) else .[$e.element] = true end)
    | keys | map(ltrimstr("0x")) | if . == [] then "none" else join(" ") end' "${2:-pr1}.out"
}

members_ours() { # HOST
  jq -rRn '
    reduce (inputs | fromjson? | select(.pool)) as $e ({};
      if $e.event == "element-removed" then del(.[$e.pool + $e.element])
      else .[$e.pool + $e.element] = true end) | length' "$1.out"
}

# What it says about its peers: "registrar 0x22222222 is there", "... is gone: why"
peers_ours() { # HOST
  awk 'match($0, /registrar 0x[0-9a-f]+ is (there|gone)/) {
      split(substr($0, RSTART, RLENGTH), word, " ")
      if (word[4] == "there") peer[word[2]] = 1; else delete peer[word[2]]
    }
    END { n = 0; for (i in peer) n++; print n }' "$1.err"
}

loss_reported_ours() { # HOST
  local id
  id=0x$(identifier "$1")
  await "$SOON" "event of the loss of $1" '*"reason":"?*"*' \
    line_of pr1.out "\"event\":\"element-removed\".*\"element\":\"$id\""
}

dump() { # [HOST]
  rserpool dump "$(ours_address "${1:-pr1}" "$ENRP_PORT")" --profile rsplib --json
}

# Lines with pool, element, home registrar, addresses
dump_elements() { # [HOST]
  dump "$@" | jq -r '.pools[] | .pool as $pool | .elements[] | [$pool, .id[2:], .home[2:],
    (.addresses[0] | sub("^sctp:"; "") | sub(":[0-9]+$"; ""))] | join(" ")' | sort
}

# Lines with pool and policy with its values
dump_policies() { # [HOST]
  dump "$@" | jq -r '.pools[] | .pool as $pool | .elements[] | [$pool, .policy] | join(" ")' | sort
}

dump_checksum() {
  printf '%08x\n' "$(dump | jq -r --arg registrar "0x$(registrar_id pr1)" '.checksums[$registrar]')"
}

# ---- element --------------------------------------------------------------------------------

# ours_policy POLICY: the same in our words: WeightedRandom:7 is weighted-random:7. Ours names the
# load as well, which RSPLIB's elements do not know before they have served somebody.
ours_policy() {
  local name=${1%%:*} values
  values=${1#"$name"}
  case $name in *LeastUsed*) values=:${OURS_LOAD:-0}${values/:/,} ;; esac
  name=$(sed -E 's/([a-z])([A-Z])/\1-\2/g; s/.*/\L&/' <<<"$name")
  echo "$name$values"
}

# ours_policy_shown POLICY: as our programs show it, with loads in per cent.
ours_policy_shown() {
  case $1 in
    *LeastUsed*)
      ours_policy "$1" | awk -F'[:,]' '{ for (i = 2; i <= NF; i++) $i = 100 * $i "%"; print }' |
        sed 's/ /:/; s/ /,/g'
      ;;
    *) ours_policy "$1" ;;
  esac
}

element_ours() {
  local host=$1 pool=${2:-$POOL} policy=${3:-RoundRobin} what=${4:-echo}
  local id=${5:-$(identifier "$1")} name=${6:-$1}
  # shellcheck disable=SC2046 # words are wanted
  launch "$name" "$host" "$RSERPOOL" element "$pool" --profile rsplib $(ours_registrars) \
    $(ours_listen "$host") --service "$what" --policy "$(ours_policy "$policy")" --id "0x$id"
}

join_reported_ours() { # HOST
  await "$SOON" "output of the element on $1" \
    "registered pool=$POOL id=0x$(identifier "$1") registrar=?* listen=sctp:?*" \
    line_of "$1.out" '^registered '
}

# ---- user -----------------------------------------------------------------------------------

session_ours() {
  # shellcheck disable=SC2046 # words are wanted
  launch user pu1 "$RSERPOOL" send "$1" --profile rsplib $(ours_registrars)
}

session_end_ours() { ended user; }

resolve_ours() {
  local answer status
  # shellcheck disable=SC2046 # words are wanted
  answer=$(rserpool resolve "$1" --profile rsplib $(ours_registrars) -n 100 --json 2>resolve.err)
  status=$?
  case $status in
    0) jq -r '[.elements[].id | ltrimstr("0x")] | sort | join(" ")' <<<"$answer" ;;
    3) echo none ;;
    *) echo "exit status $status: $(<resolve.err)" ;;
  esac
}

nowhere_ours() { [ "$(resolve_ours "$1")" = none ]; }
