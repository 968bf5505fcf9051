# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# Completion of tdxcall's commands, options and names.

_tdxcall() {
	local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command='' i list
	local words='ATTRIBUTES XFAM TDX_FEATURES0 TD_CTLS CONFIG_FLAGS EPTP_CONTROLS'

	for ((i = 1; i < COMP_CWORD; i++)); do
		if [[ ${COMP_WORDS[i]} != -* ]]; then
			command=${COMP_WORDS[i]}
			break
		fi
	done
	case $before in
	-k | --kind | --call)
		list='seamcall tdcall seamldr vmcall'
		[[ $command == decode ]] && list+=" status leaf field msr attestation ${words,,}"
		;;
	-s | --scope) list='sys td vcpu' ;;
	--report | --script)
		mapfile -t COMPREPLY < <(compgen -f -- "$word")
		return
		;;
	--debugfs | --tracefs | --from)
		mapfile -t COMPREPLY < <(compgen -d -- "$word")
		return
		;;
	--interval | --count) return ;;
	-l | --leaf) list=$(tdxcall leaves 2>/dev/null | awk 'NR > 1 { print $1 }') ;;
	*)
		case $command:$word in
		:-*) list='--json --help --version' ;;
		decode:-*) list='--kind --leaf --json --help' ;;
		leaf:-* | leaves:-*) list='--call --json --help' ;;
		fields:-*) list='--scope --json --help' ;;
		quote:-*) list='--report --json --help' ;;
		check:-*) list='--from --json --help' ;;
		collect:-*) list='--json --help' ;;
		collect:*)
			mapfile -t COMPREPLY < <(compgen -d -- "$word")
			return
			;;
		quote-service:-*) list='--debugfs --help' ;;
		call:-*) list='--script --debugfs --json --help' ;;
		quote:*)
			mapfile -t COMPREPLY < <(compgen -f -- "$word")
			return
			;;
		stats:-*) list='--histogram --debugfs --json --help' ;;
		top:-*) list='--interval --count --debugfs --help' ;;
		metrics:-*) list='--debugfs --help' ;;
		trace:-*) list='--count --tracefs --json --help' ;;
		stats:* | top:* | metrics:* | trace:*)
			mapfile -t COMPREPLY < <(compgen -f -- "$word")
			return
			;;
		info:-* | cpus:-* | metadata:-*) list='--debugfs --json --help' ;;
		*:-*) list='--json --help' ;;
		:*) list='decode bits leaf field diff structure mrtd quote check collect leaves fields statuses messages info cpus metadata call stats top metrics trace quote-service' ;;
		bits:*) list="$words MSR" ;;
		# Its complaint names them all.
		diff:*) list=$(tdxcall diff '?' '?' 2>&1 | grep -o '[0-9]\.[0-9]\.[0-9]*') ;;
		structure:*)
			list='tdreport td-info td-params tdsysinfo tdmr-list cmr-list ve-info quote enclave-report event-log'
			mapfile -t COMPREPLY < <(compgen -f -- "$word"; compgen -W "$list" -- "$word")
			return
			;;
		leaf:* | decode:* | call:*) list=$(tdxcall leaves 2>/dev/null | awk 'NR > 1 { print $1 }') ;;
		# Names with spaces are typed in quotes by hand.
		field:*) list=$(tdxcall fields 2>/dev/null | awk 'NR > 1 && $2 ~ /^(sys|td|vcpu)$/ { print $1 }') ;;
		*) return ;;
		esac
		;;
	esac
	mapfile -t COMPREPLY < <(compgen -W "$list" -- "$word")
}

complete -F _tdxcall tdxcall
