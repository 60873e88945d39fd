#include "world/variates.hpp"

#include "world/elementary.hpp"

namespace stepstorm::world {

double open_uniform(Stream& random) { return (static_cast<double>(random.bits() >> 12) + 0.5) * 0x1.0p-52; }

double standard_exponential(Stream& random) { return -natural_logarithm(open_uniform(random)); }

// One logarithm for as many factors as a product can hold.
double standard_erlang(int count, Stream& random) {
  double sum = 0;
  double product = 1;
  for (int phase = 0; phase < count; ++phase) {
    product *= open_uniform(random);
    if (product > 1e-200) continue;
    sum -= natural_logarithm(product);
    product = 1;
  }
  return sum - natural_logarithm(product);
}

double standard_normal(Stream& random) { return normal_quantile(open_uniform(random)); }

}  // namespace stepstorm::world
