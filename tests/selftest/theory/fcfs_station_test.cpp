// Stations of which each step can be followed by hand.
#include "selftest/theory/fcfs_station.hpp"

#include <catch2/catch.hpp>

namespace stepstorm::theory {
namespace {

using namespace std::chrono_literals;

}  // namespace

TEST_CASE("a customer begins when the first server is free", "[theory][fcfs_station]") {
  FcfsStation station{2};
  CHECK(station.arrive(0s, 10s) == 0s);
  CHECK(station.arrive(1s, 3s) == 1s);
  CHECK(station.arrive(2s, 1s) == 4s);   // when the second leaves
  CHECK(station.arrive(2s, 9s) == 5s);   // when the third leaves
  CHECK(station.arrive(3s, 1s) == 10s);  // when the first leaves
  CHECK(station.arrive(20s, 1s) == 20s);
}

TEST_CASE("a customer is lost when as many wait as can", "[theory][fcfs_station]") {
  FcfsStation station{1, 1};
  CHECK(station.arrive(0s, 5s) == 0s);
  CHECK(station.arrive(1s, 5s) == 5s);
  CHECK_FALSE(station.arrive(4s, 5s));
  CHECK(station.arrive(5s, 5s) == 10s);  // the second has just begun
  CHECK_FALSE(station.arrive(9s, 5s));
}

TEST_CASE("without a queue, whoever finds all servers taken is lost", "[theory][fcfs_station]") {
  FcfsStation station{2, 0};
  CHECK(station.arrive(0s, 4s) == 0s);
  CHECK(station.arrive(1s, 4s) == 1s);
  CHECK_FALSE(station.arrive(3s, 1s));
  CHECK(station.arrive(4s, 1s) == 4s);
}

TEST_CASE("many servers are taken in the order in which they are free", "[theory][fcfs_station]") {
  FcfsStation station{7};
  for (int server = 0; server < 7; ++server) CHECK(station.arrive(0s, (7 - server) * 1s) == 0s);
  for (int server = 1; server <= 7; ++server) CHECK(station.arrive(0s, 100s) == server * 1s);
  CHECK(station.arrive(0s, 1s) == 101s);
}

}  // namespace stepstorm::theory
