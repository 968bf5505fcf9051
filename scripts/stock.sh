# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034,SC2154 # names are shared with the scripts
#
# Debian's own kernels, for scripts/setup and scripts/kernel; comes after lib.sh.

# Name, suite, and the meta package that follows its newest headers. What Debian 12 has is built for
# on this machine. The headers of other suites want newer tools, and stand with them in a root of
# their suite; "newest" is the suite with the newest 7.x.
STOCK_KERNELS='
stock-6.1          bookworm  linux-headers-cloud-amd64
stock-6.1-amd64    bookworm  linux-headers-amd64
stock-6.1-rt       bookworm  linux-headers-rt-amd64
stock-6.12         bookworm  linux-headers-6.12-cloud-amd64
stock-6.12-trixie  trixie    linux-headers-cloud-amd64
stock-7.x          newest    linux-headers-cloud-amd64
stock-7.x-rt       newest    linux-headers-rt-amd64
stock-sid          sid       linux-headers-cloud-amd64
'
NEWEST_SUITES=(trixie-backports sid)

# What is looked up in suites, and what building modules takes there beside headers and compiler.
META_PACKAGES=(linux-headers-cloud-amd64 linux-headers-rt-amd64 linux-source)
BUILD_PACKAGES=(make python3 ccache)

# Modules that the software TDX module needs; some kernels have them built in.
NEEDED_MODULES=(crypto/sha512_generic.ko)

# The drivers for TDREPORTs and quotes, which load in a TD alone, in this order. Newer kernels have
# the second under the third name.
TD_MODULES=(fs/configfs/configfs.ko drivers/virt/coco/{tsm,guest/tsm_report}.ko
	drivers/virt/coco/tdx-guest/tdx-guest.ko)

stock_names() { awk 'NF { print $1 }' <<<"$STOCK_KERNELS"; }
stock_suite() { awk -v name="$1" '$1 == name { print $2 }' <<<"$STOCK_KERNELS"; }
headers_package() { awk -v name="$1" '$1 == name { print $3 }' <<<"$STOCK_KERNELS"; }

# native_release KERNEL: the release whose headers are installed here; fails when none are.
native_release() {
	local release
	release=$(dpkg-query -W -f '${db:Status-Abbrev} ${Depends}' "$(headers_package "$1")" \
		2>/dev/null | sed -n 's/^ii .*linux-headers-\([0-9][^ ,]*-amd64\).*/\1/p')
	[[ $release && -d /usr/src/linux-headers-$release ]] && echo "$release"
}

# native_dir KERNEL: where the image that belongs to the headers installed here is kept.
native_dir() { echo "$CACHE/$1-$(package_version "linux-headers-$(native_release "$1")")"; }

# take_modules RELEASE DIR: those in the archive ./tar there, of a root directory, to DIR/modules and
# DIR/td-modules; some kernels have them compressed.
take_modules() {
	local where names
	for where in modules td-modules; do
		names=("${NEEDED_MODULES[@]}")
		[[ $where == modules ]] || names=("${TD_MODULES[@]}")
		names=("${names[@]/#/*/lib/modules/$1/kernel/}")
		mkdir -p "$2/$where"
		tar -x -f "$2/tar" -C "$2/$where" --wildcards --transform 's,.*/,,' \
			"${names[@]/%/*}" 2>/dev/null || true
		find "$2/$where" -name '*.xz' -exec xz -d {} +
	done
}

# unpack_image RELEASE DIR: the image and the modules out of the packages in DIR.
unpack_image() {
	local package
	for package in "$2"/linux-*.deb; do
		[[ -e $package ]] || return 1
		dpkg-deb --fsys-tarfile "$package" >"$2/tar"
		take_modules "$1" "$2"
		tar -x -C "$2" --wildcards --transform 's,.*/vmlinuz.*,vmlinuz,' \
			"./boot/vmlinuz-$1" "./usr/lib/modules/$1/vmlinuz" <"$2/tar" 2>/dev/null || true
		rm "$2/tar" "$package"
	done
	[[ -s $2/vmlinuz ]]
}

# make_target KERNEL: what to run to have a kernel of Debian 12.
make_target() {
	case $1 in
	stock-6.12) echo 'make run' ;;
	*) echo 'make setup' ;;
	esac
}

native_path() {
	local dir
	native_headers "$1" >/dev/null
	dir=$(native_dir "$1")
	[[ -e $dir/vmlinuz ]] || die "the kernel $1 is missing; run: $(make_target "$1")"
	echo "$dir"
}

native_headers() {
	local release
	release=$(native_release "$1") ||
		die "the headers of $1 are missing; run: $(make_target "$1")"
	echo "/usr/src/linux-headers-$release"
}

# of_suite SUITE PROGRAM ARGUMENT...: apt's program with that suite's package lists, in a folder of
# the cache, and without a thought of what is installed here.
of_suite() {
	local suite=$1 program=$2 dir=$CACHE/lists-$1 release=()
	shift 2
	[[ $suite != *-backports ]] || release=(-o "APT::Default-Release=$suite")
	"$program" -o Dir::Etc::SourceList="$dir/sources.list" -o Dir::Etc::SourceParts=/dev/null \
		-o Dir::Etc::Preferences=/dev/null -o Dir::Etc::PreferencesParts=/dev/null \
		-o Dir::State="$dir" -o Dir::State::status=/dev/null -o Dir::Cache="$dir/cache" \
		-o Dir::Cache::pkgcache=packages -o Dir::Cache::srcpkgcache=sources \
		-o Acquire::Languages=none -o APT::Sandbox::User=root "${release[@]}" "$@"
}

# look_up SUITE: writes what the META_PACKAGES stand for there into the cache, in lines "meta package
# version compiler", unless that was done today.
look_up() {
	local list=$CACHE/suite-$1 dir=$CACHE/lists-$1 meta version package compiler
	[[ ! $(find "$list" -mtime -1 2>/dev/null) ]] || return 0
	take_lock "suite-$1"
	if [[ ! $(find "$list" -mtime -1 2>/dev/null) ]]; then
		say "asking Debian's suite $1 for its kernels"
		mkdir -p "$dir/lists/partial" "$dir/cache"
		"$SCRIPTS/root" --sources "$1" >"$dir/sources.list"
		of_suite "$1" apt-get -qq update >&2 ||
			die "Debian's suite $1 could not be asked for its kernels; is the network there?"
		for meta in "${META_PACKAGES[@]}"; do
			version=$(of_suite "$1" apt-cache policy "$meta" | sed -n 's/ *Candidate: //p')
			[[ $version && $version != '(none)' ]] || continue
			package=$(of_suite "$1" apt-cache show "$meta=$version" | tr , '\n' |
				sed -n 's/.*\(linux-\(headers\|source\)-[0-9][^ ]*\) (=.*/\1/p')
			compiler=$(of_suite "$1" apt-cache show "$package=$version" | tr , '\n' |
				sed -n 's/.*gcc-\([0-9][0-9]*\).*/g++-\1/p' | head -n 1)
			echo "$meta $package $version $compiler"
		done >"$list.new"
		rm -rf "$dir"
		mv "$list.new" "$list"
	fi
	exec {lock_fd}>&-
}

# looked_up SUITE META WHAT: the package, version or compiler of the meta package.
looked_up() {
	local list=$CACHE/suite-$1 meta package version compiler
	[[ -e $list ]] || die "Debian's suite $1 was not asked for its kernels yet; run: make check"
	while read -r meta package version compiler; do
		[[ $meta != "$2" ]] || break
	done <"$list"
	[[ $meta == "$2" && $package && $version ]] || die "Debian's suite $1 has no $2"
	echo "${!3}"
}

# suites_of KERNEL: those that may have it.
suites_of() {
	local suite
	suite=$(stock_suite "$1")
	case $suite in
	newest | '') printf '%s\n' "${NEWEST_SUITES[@]}" ;;
	*) echo "$suite" ;;
	esac
}

# suite_of KERNEL: the one that has it, or has the newest.
suite_of() {
	local suite best='' version newest=''
	mapfile -t suites < <(suites_of "$1")
	for suite in "${suites[@]}"; do
		version=$(looked_up "$suite" linux-headers-cloud-amd64 version)
		[[ ${#suites[@]} -eq 1 || $version == 7.* ]] || continue
		if [[ ! $best ]] || dpkg --compare-versions "$version" gt "$newest"; then
			best=$suite newest=$version
		fi
	done
	[[ $best ]] || die "$1: there is no 7.x in ${suites[*]}"
	echo "$best"
}

# download SUITE DIR CHOICE...: of each choice, words PACKAGE=VERSION, the first that the suite has.
download() {
	local suite=$1 dir=$2
	shift 2
	# shellcheck disable=SC2016 # for the shell in the root
	"$SCRIPTS/root" --bind "$dir" "$suite" -- sh -ec '
		cd "$0"
		apt-get -qq update
		for choice; do
			for package in $choice; do
				apt-cache show "$package" >/dev/null 2>&1 || continue
				apt-get -qq -o APT::Sandbox::User=root download "$package"
				break
			done
		done' "$dir" "$@" >&2 || die "$* of Debian's $suite could not be downloaded"
}

# Those of other suites.
suite_release() {
	local suite package
	suite=$(suite_of "$1")
	package=$(looked_up "$suite" "$(headers_package "$1")" package)
	echo "${package#linux-headers-}"
}

suite_dir() {
	local suite version
	suite=$(suite_of "$1")
	version=$(looked_up "$suite" "$(headers_package "$1")" version)
	echo "$CACHE/$1-$version"
}

# is_complete DIR: it has a kernel, and was not made before drivers of TDs were kept.
is_complete() { [[ -e $1/vmlinuz && -d $1/td-modules ]]; }

suite_path() {
	local dir
	dir=$(suite_dir "$1")
	is_complete "$dir" || die "the kernel $1 is missing; run: make check (or scripts/kernel $1)"
	echo "$dir"
}

# in_suite KERNEL [COMMAND...]: in the root that has its headers; without a command the root is made.
in_suite() {
	local suite meta package compiler bind=()
	suite=$(suite_of "$1")
	meta=$(headers_package "$1")
	package=$(looked_up "$suite" "$meta" package)
	compiler=$(looked_up "$suite" "$meta" compiler)
	shift
	if [[ $# -gt 0 && ${CCACHE_DIR-} ]]; then
		mkdir -p "$CCACHE_DIR"
		bind=(--bind "$CCACHE_DIR")
		# shellcheck disable=SC2016 # for the shell in the root
		set -- env CCACHE_DIR="$CCACHE_DIR" CCACHE_NOHASHDIR=1 \
			sh -c 'PATH=/usr/lib/ccache:$PATH exec "$@"' sh "$@"
	fi
	"$SCRIPTS/root" --with "$package $compiler ${BUILD_PACKAGES[*]}" --user --bind "$TOP" \
		"${bind[@]}" "$suite" ${1+-- "$@"}
}

# build_suite KERNEL: its root and its image, with the modules that ours need. Since 7.2 the image is
# in a package of its own; some suites have it without a signature only.
build_suite() {
	local dir release version package choices=()
	dir=$(suite_dir "$1")
	if ! is_complete "$dir"; then
		take_lock "$1"
		if ! is_complete "$dir"; then
			release=$(suite_release "$1")
			version=${dir#"$CACHE/$1-"}
			say "downloading the kernel image $release"
			rm -rf "$CACHE/$1"-[0-9]*.partial
			mkdir "$dir.partial"
			for package in linux-{binary,modules,image}-"$release"; do
				choices+=("$package=$version $package-unsigned=$version")
			done
			download "$(suite_of "$1")" "$dir.partial" "${choices[@]}"
			unpack_image "$release" "$dir.partial" ||
				die "there is no kernel image in the packages of $release ($version)"
			find "$CACHE" -maxdepth 1 -name "$1-[0-9]*" ! -name '*.partial' -exec rm -rf {} +
			mv "$dir.partial" "$dir"
		fi
		exec {lock_fd}>&-
	fi
	in_suite "$1"
	echo "$dir"
}
