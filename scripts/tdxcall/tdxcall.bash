# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# Completion of tdxcall's commands, options and names: what the command takes at that place.

_tdxcall_files() {
	mapfile -t COMPREPLY < <(compgen "$1" -- "$word")
	# Not in a test, where nothing is completed.
	compopt -o filenames 2>/dev/null
}

# The names that a command lists. Those with spaces are typed in quotes by hand.
_tdxcall_names() {
	case $1 in
	fields) tdxcall fields 2>/dev/null | awk 'NR > 1 && $2 ~ /^(sys|td|vcpu)$/ { print $1 }' ;;
	*) tdxcall "$1" 2>/dev/null | awk 'NR > 1 { print $1 }' ;;
	esac
}

_tdxcall() {
	local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command='' leaf=''
	local place=0 script='' value='' i list=''
	local words='ATTRIBUTES XFAM TDX_FEATURES0 TD_CTLS CONFIG_FLAGS EPTP_CONTROLS'

	# Bash takes NAME=VALUE for three words.
	if [[ $before == '=' ]]; then
		before=${COMP_WORDS[COMP_CWORD - 2]} value=begun
	elif [[ $word == '=' ]]; then
		word='' value=begun
	fi
	# The command, and how many arguments stand between it and the cursor.
	for ((i = 1; i < COMP_CWORD; i++)); do
		case ${COMP_WORDS[i]} in
		-k | -l | -s | --kind | --call | --leaf | --scope | --report | --from | --script | \
			--debugfs | --tracefs | --interval | --count)
			[[ ${COMP_WORDS[i]} != --script ]] || script=given
			[[ ${COMP_WORDS[i + 1]-} != '=' ]] || i=$((i + 1))
			i=$((i + 1))
			;;
		-?*) ;;
		*)
			if [[ ! $command ]]; then
				command=${COMP_WORDS[i]}
			else
				place=$((place + 1))
				leaf=${leaf:-${COMP_WORDS[i]}}
			fi
			;;
		esac
	done
	COMPREPLY=()
	case $before in
	-k | --kind | --call)
		list='seamcall tdcall seamldr vmcall'
		[[ $command != decode ]] || list+=" status leaf field msr attestation ${words,,}"
		;;
	-s | --scope) list='sys td vcpu' ;;
	-l | --leaf) list=$(_tdxcall_names leaves) ;;
	--report | --script)
		_tdxcall_files -f
		return
		;;
	--debugfs | --tracefs | --from)
		_tdxcall_files -d
		return
		;;
	--interval | --count) return ;;
	*)
		case $command:$place:$word in
		:*:-*) list='--json --help --version' ;;
		decode:*:-*) list='--kind --leaf --json --help' ;;
		leaf:*:-* | leaves:*:-*) list='--call --json --help' ;;
		fields:*:-*) list='--scope --json --help' ;;
		quote:*:-*) list='--report --json --help' ;;
		check:*:-*) list='--from --json --help' ;;
		call:*:-*) list='--script --debugfs --json --help' ;;
		stats:*:-*) list='--histogram --debugfs --json --help' ;;
		top:*:-*) list='--interval --count --debugfs --help' ;;
		metrics:*:-* | quote-service:*:-*) list='--debugfs --help' ;;
		trace:*:-*) list='--count --tracefs --json --help' ;;
		info:*:-* | cpus:*:-* | metadata:*:-*) list='--debugfs --json --help' ;;
		*:*:-*) list='--json --help' ;;
		:*)
			list='decode bits leaf field diff structure mrtd quote check collect leaves'
			list+=' fields statuses messages info cpus metadata call stats top metrics'
			list+=' trace quote-service'
			;;
		decode:*) list=$(for i in leaves statuses fields; do _tdxcall_names $i; done) ;;
		bits:0:*) list="$words MSR" ;;
		leaf:*) list=$(_tdxcall_names leaves) ;;
		field:*) list=$(_tdxcall_names fields) ;;
		# Its complaint names them all.
		diff:[01]:*) list=$(tdxcall diff '?' '?' 2>&1 | grep -o '[0-9]\.[0-9]\.[0-9]*') ;;
		structure:0:*)
			_tdxcall_files -f
			list='tdreport td-info td-params tdsysinfo tdmr-list cmr-list ve-info quote'
			list+=' enclave-report event-log'
			mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -W "$list" -- "$word")
			return
			;;
		mrtd:*)
			case $before in
			kernel | initrd | program) _tdxcall_files -f ;;
			memory | vcpus | cmdline) ;;
			*)
				list='kernel= initrd= program= memory= vcpus= cmdline='
				compopt -o nospace 2>/dev/null
				;;
			esac
			;;
		collect:0:*)
			_tdxcall_files -d
			return
			;;
		structure:1:* | quote:0:* | stats:0:* | metrics:0:* | trace:0:* | top:*)
			_tdxcall_files -f
			return
			;;
		call:0:*) [[ $script ]] || list=$(_tdxcall_names leaves) ;;
		call:*)
			[[ ! $value && ! $script ]] || return
			list=$(tdxcall leaf "$leaf" 2>/dev/null | awk '$1 == "in:" && NF > 2 { print $NF "=" }')
			compopt -o nospace 2>/dev/null
			;;
		esac
		;;
	esac
	[[ ! $list ]] || mapfile -t COMPREPLY < <(compgen -W "$list" -- "$word")
}

complete -F _tdxcall tdxcall
