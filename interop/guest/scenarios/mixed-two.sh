# shellcheck shell=bash
#
# mixed-two - a registrar of each kind: the second comes late and learns all from the first, each
# hears of what changes at the other, they find and mend differences, and the first one dies
#
# roles: pr1 pr2
# sabotage: no-peer late
# sabotage: no-mend mend
# runs: rsplib.ours ours.rsplib

# The only element of pool Load
load() { # HOST
  hsdump_policies "$1" | sed -n 's/^Load .* \(l=[^ ]*\) .*/\1/p'
}

play() {
  network 4 pr2
  short_patience pr1 pr2
  scope
  RSPLIB_PAGE=128

  step start
  registrar pr1

  step register
  many pe1 Many 3001 3025 pr1 # more than the 24 that go into a message of the handle table
  member rsplib pe1 Both 00001001 pr1
  member ours pe2 Both 00002001 pr1
  service=calcapp member rsplib pe1 Load 00001002 pr1 LeastUsed
  count pr1

  # RSPLIB's is told where the first one is, ours hears it.
  step late
  if [ "$(by pr2)" = rsplib ]; then PEERS=(pr1) ENRP_GROUP=off; fi
  sabotaged no-peer && PEERS=()
  registrar pr2
  see 1 pr1 pr2
  agree pr1 pr2

  step dump
  if [ -n "${RSERPOOL:-}" ]; then agree_dumps pr1 pr2; else skip; fi

  step add
  KNOWN=(pr2)
  member rsplib pe2 Both 00001003 pr2
  member ours pe1 Both 00002003 pr2
  agree pr1 pr2

  step change
  equal "load that hsdump shows of pr2" l=0.000% "$(load pr2)"
  # shellcheck disable=SC2046 # words are wanted
  launch user pu1 calcappclient -poolhandle=Load -jobsize=30000000 -jobinterval=1 -runtime=120 \
    -scalar=/dev/null -vector=/dev/null $(rsplib_registrars) $(rsplib_logging user)
  await "$LATER" "load that hsdump shows of pr2" 'l=[!0]*' load pr2
  crash user

  step remove
  leave 00001003
  crash 00001001
  crash 00002003
  leave 00002001
  forget 00001001 00001003 00002001 00002003
  agree pr1 pr2

  step part
  part pr1 pr2
  KNOWN=(pr1)
  member rsplib pe1 Both 00001004 pr1
  crash many-00003001
  forget 00003001
  await "$LATER" "associations of the registrars" "0 0" all_associations
  KNOWN=(pr2)
  member rsplib pe2 Both 00001005 pr2
  await "$LATER" "elements at pr2" "00001005" "elements_$(by pr2)" Both pr2

  step mend
  sabotaged no-mend || mend pr1 pr2
  moved 'pr[12]' # if it took too long
  agree pr1 pr2

  # RSPLIB never ends a takeover if there is nobody to agree to it: elements come by themselves, or
  # are forgotten at the end of their lives.
  step die
  KNOWN=(pr1 pr2)
  member ours pe1 Both 00002006 'pr[12]'
  count pr1 pr2
  crash pr1
  if [ "$(by pr2)" = rsplib ]; then forget_those_of pr1; fi
  moved pr2
  agree pr2

  step stop
  leave pr2
}

# at both ends
all_associations() { echo "$(associations pr1 pr2) $(associations pr2 pr1)"; }
