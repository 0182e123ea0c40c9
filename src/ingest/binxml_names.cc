#include "ingest/binxml_compiler.h"

namespace yaral::ingest::evtx {
namespace {

// A name: offset of the next in its bucket (4), hash (2), length in units (2), units, a zero unit.
constexpr std::uint32_t kNameHead = 8;
constexpr std::uint32_t kNameTail = 2;
constexpr std::uint32_t kLongestName = 1024;  // in units; names of real providers stay below 100

}  // namespace

std::uint32_t NameTable::name_size(std::uint32_t offset) const {
  if (offset == 0 || offset >= size_ || size_ - offset < kNameHead) return 0;
  const std::uint32_t units = load<std::uint16_t>(chunk_ + offset + 6);
  const std::uint32_t size = kNameHead + 2 * units + kNameTail;
  return units <= kLongestName && size <= size_ - offset ? size : 0;
}

std::string_view NameTable::name(std::uint32_t offset, Budget& budget) {
  Slot& slot = slots_[(offset ^ offset >> 8) % slots_.size()];
  if (slot.offset == offset) return slot.name;
  const std::uint32_t units = load<std::uint16_t>(chunk_ + offset + 6);
  budget.spend(3 * units);
  char* to = text_.reserve(3 * units);
  slot = {offset, text_.commit(write_utf16(to, chunk_ + offset + kNameHead, units))};
  return slot.name;
}

}  // namespace yaral::ingest::evtx
