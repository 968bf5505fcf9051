# SPDX-License-Identifier: GPL-2.0
#
# C++ objects for Kbuild.  Every flag of a C object goes to C++ as well, less those that a C++
# compiler refuses: a mitigation that the kernel gains tomorrow reaches C++ by itself.  Left out on
# purpose are $(LINUXINCLUDE) and compiler_types.h: no kernel header is meant to be found here.

# The sibling of the kernel's C compiler; Kbuild itself runs without built-in variables.
CXX := $(subst clang,clang++,$(subst gcc,g++,$(CC)))

# A kernel's headers bring its C compiler alone: what is missing is said before the first object, with
# the package that has it. Only a build knows the configuration; make clean needs no compiler.
ifdef CONFIG_MODULES
cxx-problem := $(shell $(CXX) -std=gnu++20 -ffreestanding -fsyntax-only -include concepts \
	-x c++ /dev/null 2>&1 | head -n 1)
cxx-program := $(notdir $(lastword $(filter-out -%,$(CXX))))
cxx-package := $(strip $(if $(findstring clang,$(cxx-program)),$(subst ++,,$(cxx-program)) g++,\
	$(patsubst x86_64-linux-gnu-%,%,$(cxx-program))))
$(if $(cxx-problem),$(error tdxcall: $(strip $(CXX)), the C++ compiler beside this kernel's $(strip $(CC)), \
	is missing or has no C++20 ($(cxx-problem)). On Debian and Ubuntu: apt install $(cxx-package)))
endif

# Left out on purpose: a table in a header is there for all who include it, and used by some; what
# declared before means is another question in C++; plugins were built for the C compiler.
cxx-left-out := -std=gnu% -Wunused-const-variable% -Wmissing-prototypes -Wmissing-declarations -fplugin%

# pahole stops at the debug information of C++ and leaves the whole module without BTF.
cxx-left-out += $(if $(CONFIG_DEBUG_INFO_BTF_MODULES),-g%)

# What else a C++ compiler does not take, it says itself: asked once, when the first object is due,
# for Kbuild has its flags together only then.
cxx-c-flags = $(filter-out $(cxx-left-out),$(_c_flags) $(modkern_cflags))
cxx-ask = $(shell LC_ALL=C $(CXX) $(filter -f% -m% -W%,$(filter-out -Wp%,$(cxx-c-flags))) \
	-x c++ -fsyntax-only /dev/null 2>&1 | sed -n "s/.*'\(-[^']*\)' .*not .*C++.*/\1/p")
cxx-refused = $(eval cxx-refused := $(cxx-ask))$(cxx-refused)

cxx_flags = -Wp,-MMD,$(depfile) -std=gnu++20 -ffreestanding -fno-exceptions -fno-rtti \
	$(if $(TDXCALL_WERROR),-Wall -Wextra -Wmissing-declarations) $(filter-out $(cxx-refused),$(cxx-c-flags))

quiet_cmd_cxx_o_cpp = CXX $(quiet_modtag)  $@
      cmd_cxx_o_cpp = $(CXX) $(cxx_flags) -c -o $@ $< $(cmd_objtool)

$(obj)/%.o: $(src)/%.cpp FORCE
	$(call if_changed_dep,cxx_o_cpp)
