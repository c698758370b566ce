# shellcheck shell=bash
#
# scope.sh - scenarios with several registrars: who must be known where (sourced by play)
#
#   member KIND HOST POOL ID HOME [POLICY]
#                          starts an element of an implementation, as process ID; it registers with
#                          the first of KNOWN, which must be HOME
#   many HOST POOL FIRST LAST HOME
#                          the same, by RSPLIB, for each identifier from FIRST to LAST, as processes
#                          many-ID
#   forget ID...           these elements are gone: for each process that still runs, end it before
#   agree HOST...          the registrars there have exactly the elements that are members, and the
#                          same of each: pool, identifier, home, addresses
#   see N HOST...          each of these registrars counts N others. Whoever asks an RSPLIB registrar
#                          by ENRP is one for ten seconds

# Of each element that must be known: pool, host, home registrar's host
declare -A member_pool=() member_host=() member_home=()

member() {
  local kind=$1 host=$2 pool=$3 id=$4 policy=${6:-RoundRobin}
  member_pool[$id]=$pool
  member_host[$id]=$host
  member_home[$id]=$5
  "element_$kind" "$host" "$pool" "$policy" "${service:-echo}" "$id" "${name:-$id}"
}

many() {
  local RSPLIB_RENEWAL=10000 name
  local -i i
  for ((i = 10#$3; i <= 10#$4; i++)); do
    name=$(printf 'many-%08d' "$i")
    member rsplib "$1" "$2" "${name#many-}" "$5"
  done
}

forget() {
  local id
  for id in "$@"; do unset "member_pool[$id]" "member_host[$id]" "member_home[$id]"; done
}

# moved FROM TO: all elements of a registrar have another home
moved() {
  local id
  for id in "${!member_home[@]}"; do
    [ "${member_home[$id]}" != "$1" ] || member_home[$id]=$2
  done
}

table() {
  local id
  for id in "${!member_pool[@]}"; do
    echo "${member_pool[$id]} $id $(registrar_id "${member_home[$id]}")" \
      "$(addresses "${member_host[$id]}")"
  done | sort
}

# Counted before it is looked at: that is cheap, and leaves no traces.
count() { # HOST...
  local host
  for host in "$@"; do
    await "$LATER" "number of elements at the registrar on $host" "${#member_pool[@]}" \
      "members_$(by "$host")" "$host"
  done
}

agree() {
  local host expected
  count "$@"
  expected=$(table)
  for host in "$@"; do
    await "$LATER" "handle table of $host that hsdump shows" "$expected" hsdump_elements "$host"
  done
}

agree_dumps() {
  local host expected
  expected=$(table)
  for host in "$@"; do
    await "$SOON" "handle table of $host that rserpool dump shows" "$expected" dump_elements "$host"
  done
}

see() {
  local n=$1 host
  shift
  for host in "$@"; do
    await "$LATER" "number of peers of the registrar on $host" "$n" "peers_$(by "$host")" "$host"
  done
}

# part A B; mend A B: two hosts do not reach each other any more, by unicast; and they do again
part() { apart add "$@"; }
mend() { apart del "$@"; }

apart() { # COMMAND A B
  local k
  for k in 1 2; do
    at "$2" ip route "$1" blackhole "10.$k.0.$(host_number "$3")/32"
    at "$3" ip route "$1" blackhole "10.$k.0.$(host_number "$2")/32"
  done
}

# SCTP gives an association up after some seconds.
short_patience() { # HOST...
  local host
  for host in "$@"; do
    at "$host" sysctl -qw net.sctp.rto_min=200 net.sctp.rto_initial=300 net.sctp.rto_max=1000 \
      net.sctp.path_max_retrans=1 net.sctp.association_max_retrans=2
  done
}

# associations A B: how many there are at A with B, over ENRP's port
associations() {
  at "$1" cat /proc/net/sctp/assocs |
    awk -v there="[^0-9]10[.][12][.]0[.]$(host_number "$2")( |\$)" -v port="$ENRP_PORT" '
      NR > 1 && ($12 == port || $13 == port) { sub(/.*<->/, ""); n += (" " $0) ~ there }
      END { print n + 0 }'
}
