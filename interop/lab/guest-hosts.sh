# shellcheck shell=bash
#
# guest-hosts.sh - several hosts inside one guest (sourced by scripts that uml-run runs)
#
# A host is a network namespace of the guest with one interface on each of two bridges, so this
# makes a network of multi-homed hosts out of one kernel: it needs a single boot and no devices of
# the machine outside. Every host has its own addresses, associations and net.sctp settings.
#
#   hosts NAME...          makes the bridges br1 and br2 and these hosts; the Nth gets 10.1.0.N and
#                          fd01::N on eth0 (br1), 10.2.0.N and fd02::N on eth1 (br2);
#                          HOSTS_FAMILIES=4, 6 or 46 (default 46) says which of them
#   host_number NAME       prints that N
#   at NAME COMMAND...     runs a command on a host
#   unplug NAME K          takes the host's cable out of bridge K (1 or 2)
#   replug NAME K          and puts it in again
#   capture FILE           starts tcpdump on both bridges, into FILE.1 and FILE.2
#   capture_end            stops it
#
# Whoever wants right SCTP checksums in a capture must turn off their offload on every interface
# (ethtool -K eth0 tx-checksum-sctp off): between the hosts nobody needs them.

host_names=()

hosts() {
  local families=${HOSTS_FAMILIES:-46} k n=0 name device
  host_names=("$@")
  mkdir -p /run/netns
  modprobe -a bridge veth
  for name in "$@"; do ip netns add "$name" || return; done
  {
    for k in 1 2; do
      echo "link add br$k type bridge forward_delay 0 mcast_snooping 0"
      echo "link set br$k up"
    done
    for name in "$@"; do
      for k in 1 2; do
        echo "link add $name-$k type veth peer name eth$((k - 1)) netns $name"
        echo "link set $name-$k master br$k up"
      done
    done
  } | ip -batch - || return
  for name in "$@"; do
    n=$((n + 1))
    {
      echo "link set lo up multicast on"
      for k in 1 2; do
        device=eth$((k - 1))
        case $families in *4*) echo "address add 10.$k.0.$n/16 broadcast + dev $device" ;; esac
        case $families in *6*) echo "address add fd0$k::$n/64 dev $device nodad" ;; esac
        echo "link set $device up"
      done
      case $families in *4*) echo "route add 224.0.0.0/4 dev eth0" ;; esac
    } | ip -netns "$name" -batch - || return
  done
}

host_number() {
  local i
  for i in "${!host_names[@]}"; do
    [ "${host_names[i]}" != "$1" ] || echo $((i + 1))
  done
}

at() { nsenter "--net=/run/netns/$1" "${@:2}"; }

unplug() { ip link set "$1-$2" down; }
replug() { ip link set "$1-$2" up; }

capture() {
  local k
  capture_pids=()
  for k in 1 2; do
    tcpdump -Z root -i "br$k" -U -s 0 -w "$1.$k" 'sctp or udp' 2>"/run/capture.$k" &
    capture_pids+=($!)
  done
  for k in 1 2; do
    until grep -q listening "/run/capture.$k"; do
      kill -0 "${capture_pids[k - 1]}" || return
      sleep 0.1
    done
  done
}

# tcpdump hears of a packet up to a buffer's wait after it passed
capture_end() {
  sleep 0.3
  kill "${capture_pids[@]}"
  wait "${capture_pids[@]}"
}
