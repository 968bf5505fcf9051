# SPDX-License-Identifier: GPL-2.0
#
# C++ objects for Kbuild.  Every flag of a C object goes to C++ as well, less those that a C++
# compiler refuses: a mitigation that the kernel gains tomorrow reaches C++ by itself.  Left out on
# purpose are $(LINUXINCLUDE) and compiler_types.h: no kernel header is meant to be found here.

# The sibling of the kernel's C compiler; Kbuild itself runs without built-in variables.
CXX := $(subst clang,clang++,$(subst gcc,g++,$(CC)))

# C++ has no such flag, or (plugins) was never built for it.
cxx-only-c := -std=gnu% -Wstrict-prototypes -Werror=strict-prototypes -Werror=implicit-% \
	-Wno-pointer-sign -fplugin% -Werror=incompatible-pointer-types -Werror=designated-init \
	-Wmissing-prototypes -Wmissing-declarations -Wold-style-definition \
	-Wno-override-init -Woverride-init -Wno-initializer-overrides -fno-common

# A table in a header is there for all who include it, and used by some.
cxx-only-c += -Wunused-const-variable%

# pahole stops at the debug information of C++ and leaves the whole module without BTF.
cxx-only-c += $(if $(CONFIG_DEBUG_INFO_BTF_MODULES),-g%)

cxx_flags = -Wp,-MMD,$(depfile) -std=gnu++20 -ffreestanding -fno-exceptions -fno-rtti \
	-Wall -Wextra -Werror \
	$(filter-out $(cxx-only-c),$(_c_flags) $(modkern_cflags))

quiet_cmd_cxx_o_cpp = CXX $(quiet_modtag)  $@
      cmd_cxx_o_cpp = $(CXX) $(cxx_flags) -c -o $@ $< $(cmd_objtool)

$(obj)/%.o: $(src)/%.cpp FORCE
	$(call if_changed_dep,cxx_o_cpp)
