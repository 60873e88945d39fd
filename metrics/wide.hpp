// Sums that cannot overflow: 2^64 values of 63 bits each.
#pragma once

namespace stepstorm::metrics {

__extension__ typedef unsigned __int128 WideSum;  // NOLINT(modernize-use-using) __extension__: ISO C++ has no such type

}  // namespace stepstorm::metrics
