# SPDX-License-Identifier: GPL-2.0
"""What only a C++ runtime would answer, and symbols that the linker may merge or drop."""
from .planted import symbols

CLOSER = "struct Closer { u64 n; ~Closer(); }; Closer::~Closer() { n = asm_answer(); }"
ONCE = "u64 core_once(u64 n); u64 core_once(u64 n) { static u64 first = n; return first; }"


def clean(planted):
    """the clean module passes"""
    return planted.accepted()


def weak_per_cpu_variable(planted):
    """what DEBUG_FORCE_WEAK_PER_CPU makes of a per-CPU variable passes"""
    planted.append("module/main.c", "#include <linux/percpu.h>\n"
                   "extern int __percpu planted_cpu;\n"
                   "__percpu __weak __section(PER_CPU_BASE_SECTION) int planted_cpu;\n")
    planted.build()
    return planted.accepted() if "V planted_cpu" in symbols(planted.work) else "not weak"


def static_constructor(planted):
    """static constructor"""
    planted.source("static volatile u64 input = 1; u64 core_table = input;")
    planted.build()
    patterns = [r"core/x\.o: _GLOBAL__sub_I_.* \[constructors\]"]
    if not planted.has_option("CONSTRUCTORS", "KASAN", "KCSAN", "GCOV_KERNEL"):
        patterns.append(r"planted\.ko: section \.init_array \[init-array\]")
    return planted.refused(*patterns)


def static_destructor(planted):
    """static destructor"""
    planted.source(f"{CLOSER} Closer core_closer {{ 1 }};")
    planted.build()
    return planted.refused(r"planted\.ko: __cxa_atexit \[runtime\]",
                           r"core/x\.o: _GLOBAL__sub_I_.* \[constructors\]")


def static_destructor_without_atexit(planted):
    """static destructor, -fno-use-cxa-atexit"""
    planted.source(f"{CLOSER} Closer core_closer {{ 1 }};")
    planted.flags("-fno-use-cxa-atexit")
    planted.build()
    return planted.refused(r"core/x\.o: has -fno-use-cxa-atexit \[flag-added\]",
                           r"core/x\.o: _GLOBAL__sub_D_.* \[constructors\]")


def guard_variable(planted):
    """guard variable"""
    planted.source(ONCE)
    planted.build()
    return planted.refused(r"core/x\.o: _ZGVZ9core_oncemE5first \[guard\]",
                           r"planted\.ko: __cxa_guard_acquire \[runtime\]")


def guard_variable_without_threads(planted):
    """guard variable, -fno-threadsafe-statics"""
    planted.source(ONCE)
    planted.flags("-fno-threadsafe-statics")
    planted.build()
    return planted.refused(r"core/x\.o: _ZGVZ9core_oncemE5first \[guard\]",
                           r"core/x\.o: has -fno-threadsafe-statics \[flag-added\]")


def pure_virtual(planted):
    """pure virtual function"""
    planted.source("struct Port { Port(); virtual u64 call() = 0; };"
                   " Port::Port() { asm_answer(); }")
    # pahole gives up on C++ types that have virtual functions.
    planted.flags("-g0")
    planted.build()
    return planted.refused(r"core/x\.o: w __cxa_pure_virtual \[weak\]",
                           r"planted\.ko: w __cxa_pure_virtual \[weak\]")


def operator_new(planted):
    """operator new"""
    planted.source("void *operator new(__SIZE_TYPE__);"
                   " u64 *core_new(); u64 *core_new() { return new u64 { 1 }; }")
    planted.build()
    return planted.refused(r"planted\.ko: _Znwm \[runtime\]", r"core/x\.o: _Znwm \[undefined\]",
                           r"build\.log: .*_Znwm.* \[log-modpost\]")


def exceptions(planted):
    """exceptions"""
    planted.source(f"{CLOSER} u64 core_throw(u64 n); void core_may(Closer &);",
                   "u64 core_throw(u64 n) { Closer c { n }; if (n) throw 1; return c.n; }")
    planted.flags("-fexceptions")
    planted.build()
    return planted.refused(r"core/x\.o: has -fexceptions \[flag-added\]",
                           r"planted\.ko: __cxa_throw \[runtime\]",
                           r"core/x\.o: section \.gcc_except_table \[exceptions\]")


def unwind_tables(planted):
    """unwind tables"""
    planted.flags("-fasynchronous-unwind-tables")
    planted.build()
    return planted.refused(r"core/x\.o: section \.eh_frame \[exceptions\]")


def kernel_function(planted):
    """a kernel function called from core"""
    planted.source('extern "C" int _printk(char const *, ...); u64 core_print();'
                   ' u64 core_print() { return static_cast<u64>(_printk("")); }')
    planted.build()
    return planted.refused(r"core/x\.o: _printk \[undefined\]")


def template_function(planted):
    """template function out of line"""
    planted.source("template <class T> [[gnu::noinline]] T twice(T n) { return n + n; }"
                   " template u64 twice(u64);")
    planted.build()
    return planted.refused(r"core/x\.o: W _Z5twiceImET_S0_ \[weak\]")


def template_data(planted):
    """template static data (GNU_UNIQUE)"""
    planted.source("template <class T> struct Table { static T first; };"
                   " template <class T> T Table<T>::first { 1 };",
                   "u64 core_first(); u64 core_first() { return Table<u64>::first++; }")
    planted.build()
    return planted.refused(r"core/x\.o: u _ZN5TableImE5firstE \[weak\]",
                           r"planted\.ko: OS/ABI is UNIX - GNU.* \[os-abi\]")


def inline_table(planted):
    """inline constexpr table"""
    planted.source("inline constexpr u64 rows[] { 1, 2, 3 };"
                   " u64 const *core_row(u64 n); u64 const *core_row(u64 n) { return rows + n; }")
    planted.build()
    return planted.refused(r"core/x\.o: u rows \[weak\]")


def weak_definition(planted):
    """weak definition"""
    planted.source("[[gnu::weak]] u64 core_hook(); u64 core_hook() { return 0; }")
    planted.build()
    return planted.refused(r"core/x\.o: W _Z9core_hookv \[weak\]")


def long_symbol(planted):
    """long symbol"""
    name = f"core_{'x' * 480}"
    planted.source(f'extern "C" u64 {name}(); u64 {name}() {{ return 0; }}')
    planted.build()
    return planted.refused(rf"planted\.ko: 48[0-9] characters: .*{name} \[long-symbol\]")


FAULTS = (clean, weak_per_cpu_variable, static_constructor, static_destructor,
          static_destructor_without_atexit, guard_variable, guard_variable_without_threads,
          pure_virtual, operator_new, exceptions, unwind_tables, kernel_function,
          template_function, template_data, inline_table, weak_definition, long_symbol)
