# shellcheck shell=bash
#
# rsplib.sh - the roles, played by RSPLIB (see roles.sh)

# Below RSPLIB's defaults, so that what its timers decide takes seconds. Elements that are a JVM on
# a busy machine get two seconds for a keep-alive all the same.
RSPLIB_TIMERS=(
  -serverannouncecycle=1000
  -endpointkeepalivetransmissioninterval=2000
  -endpointkeepalivetimeoutinterval=2000
  -mentordiscoverytimeout=1000
)

# RSPLIB's form of addresses has the port at the first one: 10.1.0.1:3863,10.2.0.1. If the first one
# is IPv4, it refuses a list that has IPv6 as well.
rsplib_address() { # HOST PORT
  local all
  all=$(addresses "$1")
  echo "${all%%,*}:$2,${all#*,}"
}

# Elements in a message of the handle table, so that there are several
RSPLIB_PAGE=2

rsplib_logging() { echo "-loglevel=4 -logcolor=off -logfile=$1.log"; }

# Elements and users listen to the group of their own accord unless they are told not to.
rsplib_registrars() {
  if [ "$REGISTRARS_KNOWN" = yes ]; then
    echo -asapannounce=off
    local host
    for host in "${KNOWN[@]}"; do echo "-registrar=$(rsplib_address "$host" "$ASAP_PORT")"; done
  fi
}

# ---- registrar ------------------------------------------------------------------------------

registrar_rsplib() { # HOST
  local host=$1 announce=off others=() other
  for other in ${PEERS[@]+"${PEERS[@]}"}; do
    others+=("-peer=$(rsplib_address "$other" "$ENRP_PORT")")
  done
  [ "$REGISTRARS_KNOWN" = yes ] || announce=$ANNOUNCE_GROUP
  sabotaged no-announce && announce=239.0.0.99:3863
  # shellcheck disable=SC2046 # words are wanted
  launch "$host" "$host" rspregistrar "-identifier=0x$(registrar_id "$host")" \
    "-asap=$(rsplib_address "$host" "$ASAP_PORT")" "-enrp=$(rsplib_address "$host" "$ENRP_PORT")" \
    "-asapannounce=$announce" "-enrpannounce=$ENRP_GROUP" ${others[@]+"${others[@]}"} \
    "${RSPLIB_TIMERS[@]}" "-maxelementsperhtrequest=$RSPLIB_PAGE" \
    "-statsfile=$host.stats" -statsinterval=250 $(rsplib_logging "$host")
}

# One that looks for others answers elements as well before it has found them, or has given up after
# five seconds, but should not be asked.
serves_rsplib() { # HOST
  if [ "$ENRP_GROUP" = off ] && [ ${#PEERS[@]} = 0 ]; then
    await "$SOON" "SCTP endpoints of the registrar on $1" "* $ASAP_PORT *" \
      at "$1" cat /proc/net/sctp/eps
    return
  fi
  await "$SOON" "log of the registrar on $1" "*The registrar is ready*" \
    line_of "$1.log" "The registrar is ready"
}

# Every 250 ms RSPLIB's registrar adds a line to its statistics: number, five times, peers, pools,
# elements, elements of its own, and what it has done.
rsplib_statistics() { # HOST COLUMN
  tail -n 2 "$1.stats" | awk -v column="$2" 'NF == 18 { n = $column } END { print n }'
}
peers_rsplib() { rsplib_statistics "$1" 7; }
members_rsplib() { rsplib_statistics "$1" 9; }

# hsdump poses as a registrar and then just goes: RSPLIB counts it as a peer for ten seconds
# more. Harmless, as long as no takeover waits for the agreement of all peers.
# It prints every element three times: by index, in order of selection, by owner.
# HSDUMP_HOST: where it runs; however many addresses it is told, it only tries the first.
HSDUMP_HOST=pu1
hsdump_index() { # [HOST]
  local all
  all=$(addresses "${1:-pr1}")
  at "$HSDUMP_HOST" timeout 5 hsdump "${all%%,*}:$ENRP_PORT" 2>/dev/null |
    sed '/^\*-- Selection:/,$d'
}

elements_rsplib() {
  hsdump_index "${@:2}" | awk -v pool="\"$1\"," '
    /^Handlespace\[/ { complete = 1 }
    $2 == "Pool"     { wanted = $3 == pool }
    /idx:#/ && wanted { found = found sep substr($3, 2); sep = " " }
    END { print !complete ? "no answer" : found == "" ? "none" : found }'
}

loss_reported_rsplib() { :; }

# What hsdump shows of an element:
#    - idx:#0001: $00001001 flags=[new][updated]
#      chsum=$00005082 home=$11111111 life=90000ms ur=0
#      t=$02 [w=3 l=0.000%($00000000) ldeg=0.000%($00000000) ...
#      userT: {10.1.0.2, 10.2.0.2} 37633/SCTP+CtrlCh
# hsdump_elements prints lines with pool, element, home registrar, addresses.
hsdump_elements() { # [HOST]
  hsdump_index "$@" | awk '
    $2 == "Pool" { pool = substr($3, 2, length($3) - 3) }
    /idx:#/      { id = substr($3, 2) }
    / home=\$/   { home = substr($2, 7) }
    $1 == "userT:" {
      match($0, /[{].*[}]/)
      addresses = substr($0, RSTART + 1, RLENGTH - 2)
      gsub(" ", "", addresses)
      print pool, id, home, addresses
    }' | sort
}

# Lines with pool, policy type, weight, load, load degradation
hsdump_policies() { # [HOST]
  hsdump_index "$@" | awk '
    $2 == "Pool" { pool = substr($3, 2, length($3) - 3) }
    $1 ~ /^t=\$/ { gsub(/\(\$[0-9a-f]*\)/, ""); print pool, $1, substr($2, 2), $3, $4 }' | sort
}

# hsdump shows the octets of the checksum in the order of its processor, not that of the wire.
hsdump_checksum() {
  hsdump_index |
    sed -n 's/^-- Checksums: Handlespace=\$0000\([0-9a-f]\{2\}\)\([0-9a-f]\{2\}\),.*/0000\2\1/p'
}

# ---- element --------------------------------------------------------------------------------

# An element that cannot register at once tries again only after its interval of registrations,
# 30 s by default. Its registration life is three times that interval, in milliseconds.
RSPLIB_RENEWAL=2000
element_rsplib() {
  local host=$1 pool=${2:-$POOL} policy=${3:-RoundRobin} what=${4:-echo}
  local id=${5:-$(identifier "$1")} name=${6:-$1}
  [ "$what" != calcapp ] ||
    what="calcapp -capcapacity=1000000 -capscalar=/dev/null -capvector=/dev/null"
  # shellcheck disable=SC2046,SC2086 # words are wanted
  launch "$name" "$host" rspserver -$what "-poolhandle=$pool" "-policy=$policy" \
    "-identifier=0x$id" "-rereginterval=$RSPLIB_RENEWAL" $(rsplib_registrars) \
    $(rsplib_logging "$name")
}

join_reported_rsplib() { :; }

# ---- user -----------------------------------------------------------------------------------

session_rsplib() {
  # shellcheck disable=SC2046 # words are wanted
  launch user pu1 rspterminal "-poolhandle=$1" $(rsplib_registrars) $(rsplib_logging user)
}

# The end of a file ends it, but not that the writer of a pipe goes.
session_end_rsplib() { leave user; }

# No program of RSPLIB shows what a handle resolution answered; hsdump shows what the registrar
# has, and "elements" has looked at that already.
resolve_rsplib() { echo unknown; }

# rspterminal says that it could not write. After that it may end, try on, or hang and hear no
# SIGINT: so it is killed.
nowhere_rsplib() {
  local log=nowhere.log
  # shellcheck disable=SC2046 # words are wanted
  launch nowhere pu1 rspterminal "-poolhandle=$1" $(rsplib_registrars) \
    $(rsplib_logging nowhere) < <(
      echo "anybody there"
      read -rt 60 -u "$nap"
    )
  await "$SOON" "log of rspterminal" "*did not find new pool element*" \
    line_of $log "did not find new pool element"
  await "$SOON" "message of rspterminal" "*rsp_write() failed*" \
    line_of nowhere.err "rsp_write\\(\\) failed"
  crash nowhere
  ! grep -q "from PE" nowhere.out
}
