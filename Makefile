# SPDX-License-Identifier: GPL-2.0
#
# `make help` lists what there is.  Kbuild has the modules; `make -C KDIR M=$PWD` works as well.

SHELL := /bin/bash
.SHELLFLAGS := -eo pipefail -c

top := $(patsubst %/,%,$(dir $(realpath $(lastword $(MAKEFILE_LIST)))))
KERNELRELEASE ?= $(shell uname -r)
PREFIX ?= /usr/local
KDIR ?= /lib/modules/$(KERNELRELEASE)/build

.PHONY: all modules needs_python tdxcall dkms_install devel_install modules_install deb clean distclean setup run \
	check check-all soak conformance bench coverage abi-reference lint help

all: modules

modules: needs_python
	@[[ -f $(KDIR)/Makefile ]] || { \
		echo "tdxcall: no kernel headers in $(KDIR)" >&2; \
		echo "Install those of your kernel (Debian: linux-headers-$(KERNELRELEASE))" \
		     "or name others with KDIR=." >&2; \
		exit 1; }
	@echo "Building against $(KDIR)" | tee $(top)/build.log
	@$(MAKE) -C $(KDIR) M=$(top) modules 2>&1 | tee -a $(top)/build.log
# What was refused once must not pass the next time because nothing was left to build.
	@$(top)/scripts/gate $(if $(TDXCALL_WERROR),--werror) --log $(top)/build.log $(KDIR) $(top) || { \
		$(MAKE) -C $(KDIR) M=$(top) clean >/dev/null; \
		echo "tdxcall: what was built is not fit for use and was removed" >&2; \
		exit 1; }

# Said before anything is built, and asked by scripts/dkms-hook too: without the gate nothing is fit for use.
needs_python:
	@command -v python3 >/dev/null || { \
		echo "tdxcall: python3, which checks what was built, is missing. On Debian and Ubuntu:" \
		     "apt install python3" >&2; \
		exit 1; }

tdxcall:
	@$(MAKE) -C $(top)/scripts/tdxcall

modules_install:
	$(MAKE) -C $(KDIR) M=$(top) modules_install

# What a build needs, and nothing else: DKMS copies it for each kernel.
version := $(shell sed -n 's/^PACKAGE_VERSION="\(.*\)"/\1/p' $(top)/dkms.conf)
dkms := $(DESTDIR)/usr/src/tdxcall-$(version)
dkms_install:
	rm -rf $(dkms)
	install -d $(dkms)
	cd $(top) && find Kbuild Makefile dkms.conf LICENSE \
		scripts/{Kbuild.cxx,dkms-hook,gate,gate_checks/*.py,undefined-allowed} \
		-exec cp --parents --preserve=mode,timestamps -t $(dkms) {} +
	cd $(top) && find asm core module -type f ! -name '*.mod.c' ! -name asm_offsets.h \
		\( -name '*.[chS]' -o -name '*.cpp' -o -name '*.hpp' \) \
		-exec cp --parents --preserve=mode,timestamps -t $(dkms) {} +

deb:
	@$(top)/scripts/setup deb
	@$(top)/scripts/deb

# What another module is built with: the public headers and the symbols of the modules built here.
# DKMS keeps the symbols of what it built, kernel by kernel.
devel := $(DESTDIR)$(PREFIX)/src/tdxcall
dkms_symbols = /var/lib/dkms/tdxcall/$(version)/$(KERNELRELEASE)/x86_64/module/Module.symvers
symbols = $(firstword $(wildcard $(top)/Module.symvers $(dkms_symbols)))
devel_install:
	@[[ "$(symbols)" ]] || { \
		echo "tdxcall: neither built here nor by DKMS for $(KERNELRELEASE) (KERNELRELEASE= names" \
		     "another kernel)" >&2; \
		exit 1; }
	install -D -m 0644 -t $(devel)/include/tdxcall $(top)/module/include/tdxcall/*.h
	install -D -m 0644 -t $(devel) $(symbols)

clean:
	@[[ ! -f $(KDIR)/Makefile ]] || $(MAKE) -C $(KDIR) M=$(top) clean
	rm -f $(top)/build.log

distclean: clean
	rm -rf $(top)/build

setup:
	@$(top)/scripts/setup check

run:
	@$(top)/scripts/run $(if $(QUIET),--quiet) $(if $(JSON),--json)

check:
	@$(top)/scripts/check

check-all:
	@$(top)/scripts/check --all

soak:
	@$(top)/scripts/soak

conformance:
	@$(top)/scripts/conformance --report

bench:
	@$(top)/scripts/bench

coverage:
	@$(top)/scripts/coverage --lines

abi-reference:
	@$(top)/scripts/abi-reference

lint:
	@$(top)/scripts/lint

help:
	@echo 'make [KDIR=...]       build the modules for the running kernel, or for another'
	@echo 'make tdxcall          build the command that explains TDX numbers: build/tdxcall/tdxcall'
	@echo 'make modules_install  install them, beside the kernel'\''s own'
	@echo 'make dkms_install     copy their source for DKMS to /usr/src/tdxcall-VERSION'
	@echo 'make deb              build the Debian packages tdxcall-dkms and tdxcall: build/deb/*.deb'
	@echo 'make devel_install    install headers and symbols for modules that make TDX calls'
	@echo 'make run [QUIET=1]    the life of a TD, told and checked, in a VM: no TDX hardware needed'
	@echo 'make check            tests in user space, KUnit, and on stock kernels'
	@echo 'make check-all        the same on more kernels and compilers'
	@echo 'make soak             for long: 1,000 reloads, storms of NMIs and signals, busy TDs'
	@echo 'make conformance      recorded calls of a TDX module, replayed on the software one'
	@echo 'make bench            what calls cost, beside Linux'\''s own; and running TDs, beside VMRUN'
	@echo 'make coverage         which lines of core/ the user-space tests reach'
	@echo 'make abi-reference    what the ABI tables have, as text: build/abi-reference.rst'
	@echo 'make lint             static checks and style'
	@echo 'make setup            install what run and check need (Debian packages)'
	@echo 'make clean            remove what make built; distclean: also build/'
