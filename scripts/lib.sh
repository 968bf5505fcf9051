# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# What the scripts share. Results go to stdout; everything said to people goes to stderr.

# shellcheck disable=SC2034 # for the scripts
SCRIPTS=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
TOP=$(cd -- "$SCRIPTS/.." && pwd)
HOME=${HOME:-~}
CACHE=${TDXCALL_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/tdxcall}

# That of Debian 12 which can build today's kernels with kCFI.
CLANG=19

say() { printf '%s\n' "$*" >&2; }

die() {
	say "${0##*/}: $*"
	exit 1
}

# usage: prints the comment block at the head of the calling script.
usage() { sed -n '/^# Usage:/,/^[^#]/s/^# \{0,1\}//p' "$0"; }

bad_usage() {
	say "${0##*/}: $*; see scripts/${0##*/} --help"
	exit 2
}

need_value() { [[ $2 -ge 2 ]] || bad_usage "$1 needs a value"; }

# package_version PACKAGE: the installed version, nothing when it isn't installed.
package_version() {
	dpkg-query -W -f '${db:Status-Abbrev} ${Version}' "$1" 2>/dev/null |
		sed -n 's/^ii  *//p' || true
}

# take_lock NAME: one holder of a cache entry at a time; released when the script ends.
take_lock() {
	mkdir -p "$CACHE"
	exec {lock_fd}>"$CACHE/$1.lock"
	flock -n "$lock_fd" && return
	say "another ${0##*/} is busy with $1; waiting for it"
	flock "$lock_fd"
}

# make_in FOLDER: what is made there, by one script at a time.
make_in() {
	local build=$SCRIPTS/../build
	mkdir -p "$build"
	flock "$build/make.lock" make -s -C "$SCRIPTS/../$1" -j"$(nproc)" >/dev/null
}

# with_progress LOG WHAT PATTERN COMMAND...: runs it quietly; tells how far it is, by counting what the
# PATTERN finds in the log; shows the log's end when it fails.
with_progress() {
	local log=$1 what=$2 pattern=$3 pid start=$SECONDS every=30 end='\n'
	shift 3
	[[ -t 2 ]] && every=1 end='   \r'
	# In a process group of its own, which goes as a whole: make passes a signal on no deeper than
	# to the shells between it and the makes below it.
	set -m
	"$@" >"$log" 2>&1 </dev/null &
	pid=$!
	set +m
	# shellcheck disable=SC2064
	trap "kill -- -$pid 2>/dev/null || true; wait $pid || true" EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM HUP
	while kill -0 "$pid" 2>/dev/null; do
		# In slices, so that the end is noticed soon.
		for ((i = 0; i < every * 4; i++)); do
			kill -0 "$pid" 2>/dev/null || break 2
			sleep 0.25
		done
		# shellcheck disable=SC2059
		printf "  %d:%02d  %d %s$end" $(((SECONDS - start) / 60)) $(((SECONDS - start) % 60)) \
			"$(grep -cE "$pattern" "$log" || true)" "$what" >&2
	done
	trap - EXIT INT TERM HUP
	[[ -t 2 ]] && printf '%40s\r' '' >&2
	wait "$pid" && return
	say 'this failed; its log ends with:'
	grep -E 'error|Error|^E: |\*\*\*' "$log" | head -n 20 >&2 || tail -n 20 "$log" >&2
	die "the whole log is $log"
}

# selftest KERNEL TIMEOUT LOG [VARIABLE=VALUE]...: scripts/selftest in a VM, with all that it needs.
selftest() {
	local kernel=$1 timeout=$2 log=$3 dir top
	shift 3
	top=$(cd "$SCRIPTS/.." && pwd)
	dir=$("$SCRIPTS/build" "$kernel") && make_in scripts/tdxcall || return 1
	"$SCRIPTS/vm" --kernel "$kernel" --smp 2 --timeout "$timeout" --log "$log" \
		--file "$dir/tdxcall.ko" --file "$dir/tdxcall_emu.ko" --file "$dir/tdxcall_td.ko" \
		--file "$SCRIPTS/selftest" --file "$top/build/tdxcall/tdxcall" -- "$* ./selftest"
}
