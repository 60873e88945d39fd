#include "selftest/experiment.hpp"

namespace stepstorm::selftest {

std::vector<double> column(const std::vector<Piece>& pieces,
                           std::vector<double> Piece::*kind,
                           std::size_t place,
                           std::size_t begin,
                           std::size_t end) {
  std::vector<double> values;
  for (std::size_t piece = begin; piece < end; ++piece) values.push_back((pieces[piece].*kind)[place]);
  return values;
}

}  // namespace stepstorm::selftest
