# shellcheck shell=bash
#
# ours.sh - the roles, played by this project's rserpool program (see roles.sh)

rserpool() { at pu1 "$RSERPOOL" "$@"; }

ours_address() { echo "sctp:$(addresses "$1"):$2"; } # HOST PORT

ours_registrars() {
  [ "$REGISTRARS_KNOWN" = no ] || echo "--registrar $(ours_address pr1 "$ASAP_PORT")"
}

# OURS_LISTEN=yes: elements name the addresses they listen on. Else they listen as they talk to the
# registrar.
ours_listen() { # HOST
  [ "${OURS_LISTEN:-}" != yes ] || echo "--listen $(ours_address "$1" 0)"
}

# ---- registrar ------------------------------------------------------------------------------

registrar_ours() {
  local announce=off ready
  [ "$REGISTRARS_KNOWN" = yes ] || announce=$ANNOUNCE_GROUP
  sabotaged no-announce && announce=239.0.0.99:3863
  launch registrar pr1 "$RSERPOOL" registrar --profile rsplib --id "0x$REGISTRAR_ID" \
    --asap "$(ours_address pr1 "$ASAP_PORT")" --enrp "$(ours_address pr1 "$ENRP_PORT")" \
    --announce "$announce" --events json
  ready="id=0x$REGISTRAR_ID asap=$(ours_address pr1 "$ASAP_PORT")"
  ready+=" enrp=$(ours_address pr1 "$ENRP_PORT")"
  await "$SOON" "output of the registrar" "ready ${ready//[/\\[}*" line_of registrar.out '^ready '
}

# What it reports about its pools, summed up: a resolution would start a JVM each time.
elements_ours() {
  jq -rRn --arg pool "$1" '
    reduce (inputs | fromjson? | select(.pool == $pool)) as $e ({};
      if $e.event == "element-removed" then del(.[$e.element]) else .[$e.element] = true end)
    | keys | map(ltrimstr("0x")) | if . == [] then "none" else join(" ") end' registrar.out
}

loss_reported_ours() { # HOST
  local id
  id=0x$(identifier "$1")
  await "$SOON" "event of the loss of $1" '*"reason":"?*"*' \
    line_of registrar.out "\"event\":\"element-removed\".*\"element\":\"$id\""
}

dump() {
  rserpool dump "$(ours_address pr1 "$ENRP_PORT")" --profile rsplib --json
}

# Lines with pool, element, home registrar, addresses
dump_elements() {
  dump | jq -r '.pools[] | .pool as $pool | .elements[] | [$pool, .id[2:], .home[2:],
    (.addresses[0] | sub("^sctp:"; "") | sub(":[0-9]+$"; ""))] | join(" ")' | sort
}

# Lines with pool and policy with its values
dump_policies() {
  dump | jq -r '.pools[] | .pool as $pool | .elements[] | [$pool, .policy] | join(" ")' | sort
}

dump_checksum() {
  printf '%08x\n' "$(dump | jq -r --arg registrar "0x$REGISTRAR_ID" '.checksums[$registrar]')"
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
