// Runs a fuzz target without a fuzzer: over every file in the folders named, then over inputs drawn from a seed and
// over seeds with a few bytes changed. usage: FOLDER... [--random COUNT SEED]
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "world/stream.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

namespace fs = std::filesystem;
using Bytes = std::vector<std::uint8_t>;
using stepstorm::world::Stream;

constexpr std::size_t random_size_max = 400;

std::vector<Bytes> seeds_in(const fs::path& folder) {
  std::vector<fs::path> files;
  if (fs::exists(folder))
    for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::vector<Bytes> seeds;
  for (const auto& file : files) {
    std::ifstream stream(file, std::ios::binary);
    seeds.emplace_back(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
  }
  return seeds;
}

Bytes random_bytes(Stream& random) {
  Bytes bytes(random.below(random_size_max));
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random.below(256));
  return bytes;
}

Bytes changed(Bytes bytes, Stream& random) {
  for (std::uint64_t changes = 1 + random.below(4); changes > 0 && !bytes.empty(); --changes)
    bytes[random.below(bytes.size())] = static_cast<std::uint8_t>(random.below(256));
  return bytes;
}

/// The n-th random input of a seed: half of them are new, half are seeds with a few bytes changed.
Bytes random_input(const std::vector<Bytes>& seeds, Stream random) {
  if (seeds.empty() || random.below(2) == 0) return random_bytes(random);
  return changed(seeds[random.below(seeds.size())], random);
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<Bytes> seeds;
  unsigned long long count = 0;
  unsigned long long seed = 1;
  for (int i = 1; i < argc; ++i) {
    if (argv[i] == std::string_view("--random") && i + 2 < argc) {
      count = std::strtoull(argv[++i], nullptr, 10);
      seed = std::strtoull(argv[++i], nullptr, 10);
      continue;
    }
    auto found = seeds_in(argv[i]);
    std::move(found.begin(), found.end(), std::back_inserter(seeds));
  }
  std::printf("%zu seeds, then %llu random inputs from seed %llu\n", seeds.size(), count, seed);
  std::fflush(stdout);
  for (const auto& bytes : seeds) LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
  const auto inputs = Stream::named(seed, "fuzz");
  for (unsigned long long i = 0; i < count; ++i) {
    const auto bytes = random_input(seeds, inputs.of(i));
    LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
  }
}
