# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# Completion of tdxcall's commands, options and names.

_tdxcall() {
	local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command='' i list

	for ((i = 1; i < COMP_CWORD; i++)); do
		if [[ ${COMP_WORDS[i]} != -* ]]; then
			command=${COMP_WORDS[i]}
			break
		fi
	done
	case $before in
	-k | --kind | --call) list='seamcall tdcall seamldr vmcall' ;;
	-s | --scope) list='sys td vcpu' ;;
	--debugfs)
		mapfile -t COMPREPLY < <(compgen -d -- "$word")
		return
		;;
	-l | --leaf) list=$(tdxcall leaves 2>/dev/null | awk 'NR > 1 { print $1 }') ;;
	*)
		case $command:$word in
		:-*) list='--json --help --version' ;;
		decode:-*) list='--kind --leaf --json --help' ;;
		leaf:-* | leaves:-*) list='--call --json --help' ;;
		fields:-*) list='--scope --json --help' ;;
		info:-* | cpus:-* | metadata:-*) list='--debugfs --json --help' ;;
		*:-*) list='--json --help' ;;
		:*) list='decode leaf field structure leaves fields statuses info cpus metadata' ;;
		structure:*) list='tdreport td-params tdsysinfo tdmr-list cmr-list ve-info' ;;
		leaf:* | decode:*) list=$(tdxcall leaves 2>/dev/null | awk 'NR > 1 { print $1 }') ;;
		# Names with spaces are typed in quotes by hand.
		field:*) list=$(tdxcall fields 2>/dev/null | awk 'NR > 1 && $2 ~ /^(sys|td|vcpu)$/ { print $1 }') ;;
		*) return ;;
		esac
		;;
	esac
	mapfile -t COMPREPLY < <(compgen -W "$list" -- "$word")
}

complete -F _tdxcall tdxcall
