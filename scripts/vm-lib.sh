# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# What scripts/vm and scripts/vm-td share: an initramfs that runs a command, and what a kernel log
# says about it.

# shellcheck disable=SC2034 # for the scripts
MISSING=98 SPLAT=99 TIMED_OUT=124

# What the initramfs is made of, and where: a directory that is not there yet.
modules=() files=() root=''

# What a healthy kernel never logs. Anchored where sound messages hold the same words.
SPLATS='(^(\[[^]]*\] )*WARNING:)|BUG:|Kernel panic|Oops|Call Trace:|kernel BUG at|UBSAN:'
SPLATS+='|INFO: possible|INFO: task .* blocked|possible circular|suspicious RCU|lock held when|held lock freed'
SPLATS+='|general protection fault|unable to handle|invalid opcode: 0|divide error: 0|stack segment: 0'
SPLATS+='|Missing ENDBR|CFI failure|\[ cut here \]|soft lockup|hard LOCKUP|detected stall|detected expedited stall'
SPLATS+='|unchecked MSR access|refcount_t:|(list_add|list_del) corruption|stack-protector:|do_IRQ: .* No irq handler'

fail() {
	say "vm: $*"
	exit "$MISSING"
}

# find_kernel KERNEL: sets image, its bzImage, and kernel_dir, where a stock kernel has modules.
find_kernel() {
	kernel_dir='' image=''
	case $1 in
	stock-*)
		kernel_dir=$("$SCRIPTS/kernel" --path "$1") || exit $(($? == 2 ? 2 : MISSING))
		image=$kernel_dir/vmlinuz
		return
		;;
	kunit-*)
		image=$("$SCRIPTS/kernel" --image "$1") || exit $(($? == 2 ? 2 : MISSING))
		return
		;;
	esac
	for image in "$1" "$1/arch/x86/boot/bzImage" "$1/vmlinuz"; do
		[[ ! -f $image ]] || return 0
	done
	bad_usage "--kernel $1: neither a kernel's name nor a bzImage nor a kernel's build directory"
}

# modules_in SUBDIRECTORY: what others may need of that kernel and it does not have built in.
modules_in() {
	[[ ! $kernel_dir || ! -d $kernel_dir/$1 ]] || find "$kernel_dir/$1" -name '*.ko'
}

# td_drivers: what a TD's kernel of that kind has as modules, in the order of loading.
td_drivers() {
	local module driver drivers
	mapfile -t drivers < <(modules_in td-modules)
	for module in "${TD_MODULES[@]##*/}"; do
		for driver in "${drivers[@]}"; do
			[[ ${driver##*/} != "$module" ]] || echo "$driver"
		done
	done
}

# static_busybox: its path.
static_busybox() {
	command -v cpio >/dev/null || fail 'cpio is missing; run: make setup'
	command -v busybox || fail 'busybox is missing; run: make setup'
	! ldd "$(command -v busybox)" >/dev/null 2>&1 || fail 'this busybox is not static; run: make setup'
}

# quote WORD...: the words as one line that a shell reads as the same words.
quote() {
	local word
	for word; do
		printf "'%s' " "${word//\'/\'\\\'\'}"
	done
}

# add_file PATH[:DEST]: into the root directory. A path that exists as a whole has no DEST.
add_file() {
	local path=$1 dest=''
	if [[ ! -e $path && $path == *:* ]]; then
		dest=${path##*:}
		path=${path%:*}
	fi
	[[ -e $path ]] || fail "--file $1: there is no $path"
	[[ $dest && $dest != */ ]] || dest+=/$(basename -- "$path")
	mkdir -p "$(dirname -- "$root/$dest")"
	cp -aHT -- "$path" "$root/$dest"
}

# load_line MODULE[,PARAMETER=VALUE]...: the init script's line for it. A piece without = goes on
# with an array parameter's value.
load_line() {
	local path pieces piece words=()
	IFS=, read -ra pieces <<<"$1"
	path=${pieces[0]}
	[[ -f $path ]] || fail "--load $1: there is no $path"
	cp -L -- "$path" "$root/modules/"
	for piece in "${pieces[@]:1}"; do
		if [[ $piece == *=* || ${#words[@]} -eq 0 ]]; then
			words+=("$piece")
		else
			words[-1]+=,$piece
		fi
	done
	echo "load $(quote "${path##*/}" "${words[@]}")"
}

# make_init END COMMAND...: the init script, which loads $modules and runs the command; END is how
# the machine ends. The command has the second serial port to itself; marks for us go into the
# kernel log, and to the console whatever its loglevel.
make_init() {
	local end=$1 module
	shift
	cat <<-'INIT'
		#!/bin/busybox sh
		export PATH=/bin:/sbin HOME=/root TERM=dumb
		cd /
		busybox mount -t proc proc /proc
		busybox --install -s /bin
		mount -t sysfs sysfs /sys
		mount -t devtmpfs devtmpfs /dev
		mount -t debugfs debugfs /sys/kernel/debug
		mount -t tracefs tracefs /sys/kernel/tracing
		stty -F /dev/ttyS1 raw -echo 115200
		exec </dev/null >/dev/ttyS1 2>&1
		mark() { echo "<0>vm: $*" >/dev/kmsg; }
		load() {
			mark "loading $1"
			file=$1
			shift
			message=$(insmod "/modules/$file" "$@" 2>&1) || finish "failed: ${message:-insmod $file}"
		}
	INIT
	echo "finish() { mark \"\$@\"; $end; }"
	for module in "${modules[@]}"; do
		load_line "$module"
	done
	cat <<-'INIT'
		[ ! -d /sys/kernel/config ] || mount -t configfs configfs /sys/kernel/config
		mark running
	INIT
	if [[ $# -eq 1 ]]; then
		echo "sh -c $(quote "$1")"
	else
		quote "$@"
		echo
	fi
	cat <<-'INIT'
		status=$?
		# Waits until the port has sent everything.
		stty -F /dev/ttyS1 raw -echo
		finish "status $status"
	INIT
}

# make_initramfs FILE END COMMAND...: of $files, $modules and the command; $root is gone then.
make_initramfs() {
	local target=$1 busybox file
	shift
	busybox=$(static_busybox)
	mkdir -p "$root"/{bin,dev,proc,sys,modules,tmp,root}
	cp "$busybox" "$root/bin/busybox"
	for file in "${files[@]}"; do
		add_file "$file"
	done
	make_init "$@" >"$target.init"
	install -m 755 "$target.init" "$root/init"
	(cd "$root" && find . | cpio -o -H newc -R 0:0 --quiet) >"$target"
	rm -rf "$root"
}

# lines_of LOG PATTERN: the numbers of the kernel log's lines that match.
lines_of() { grep -nE -- "$2" "$1" | cut -d: -f1; }

first_splat() { lines_of "$1" "$SPLATS" | head -n 1; }

# show LOG FIRST: the kernel log from that line on, not beyond our own closing mark.
show() {
	awk -v first="$2" 'NR >= first && NR < first + 60 { print "  | " $0 }
		NR >= first && /\] vm: (status|failed)/ { exit }' "$1" >&2
}

show_end() { show "$1" $(($(wc -l <"$1") - 14)); }

# status_in LOG: what the command ended with, if it did.
status_in() { sed -n 's/^.*\] vm: status \([0-9]*\)$/\1/p' "$1" | tail -n 1; }
