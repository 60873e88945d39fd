#include "functions/request_id.hpp"

#include <cerrno>
#include <system_error>

#include <sys/random.h>

namespace stepstorm::functions {

std::string draw_hex(std::size_t digits) {
  std::string bytes(digits, '\0');
  for (std::size_t drawn = 0; drawn < digits;) {
    const ssize_t more = getrandom(bytes.data() + drawn, digits - drawn, 0);
    if (more < 0 && errno != EINTR) throw std::system_error{errno, std::generic_category(), "getrandom"};
    if (more > 0) drawn += static_cast<std::size_t>(more);
  }
  for (char& byte : bytes) byte = "0123456789abcdef"[static_cast<unsigned char>(byte) & 0xf];
  return bytes;
}

std::string draw_request_id() {
  std::string id = draw_hex(32);
  id[12] = '4';                                               // the version
  id[16] = "89ab"[static_cast<unsigned char>(id[16]) & 0x3];  // the variant. Source: RFC 4122
  for (const std::size_t dash : {8, 13, 18, 23}) id.insert(dash, 1, '-');
  return id;
}

}  // namespace stepstorm::functions
