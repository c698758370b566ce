# shellcheck shell=bash
#
# table - hsdump and rserpool dump read the handle table of either registrar by ENRP; RSPLIB sends
# it in several messages (M bit), two elements each
#
# roles: registrar element
# sabotage: one-less hsdump

in_table() { # POOL ID HOST
  echo "$1 $2 $(registrar_id pr1) $(addresses "$3")"
}

play() {
  network

  step start
  registrar pr1

  step register
  join_elements pe1 pe2
  element pe1 Second WeightedRoundRobin:2 echo 00002001 pe1-second
  sabotaged one-less ||
    element pe2 Second WeightedRoundRobin:2 echo 00002002 pe2-second
  sabotaged one-less && joined=()
  await "$LATER" "elements of the second pool" "00002001*" "elements_$registrar_by" Second

  step hsdump
  expected="$(in_table "$POOL" 00001001 pe1)
$(in_table "$POOL" 00001002 pe2)
$(in_table Second 00002001 pe1)
$(in_table Second 00002002 pe2)"
  await "$SOON" "handle table that hsdump shows" "$expected" hsdump_elements

  step dump
  if [ -n "${RSERPOOL:-}" ]; then
    await "$SOON" "handle table that rserpool dump shows" "$expected" dump_elements
    equal "checksum of the handlespace" "$(hsdump_checksum)" "$(dump_checksum)"
  else
    skip
  fi

  step changes
  leave pe1-second
  await "$SOON" "handle table that hsdump shows" "$(sed /00002001/d <<<"$expected")" hsdump_elements

  step leave
  leave pe1
  leave pe2
  leave pe2-second
  await "$SOON" "handle table that hsdump shows" "" hsdump_elements

  step stop
  leave pr1
}
