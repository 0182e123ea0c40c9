#pragma once

#include <memory>
#include <string_view>

#include "ingest/byte_source.h"

namespace yaral::ingest {

// Whether text begins as an XML document `<itemList …>` does, which endpoint audits are.
bool looks_like_item_list(std::string_view head);

// The items of such documents as lines: each with the list's own tag before it, as if it were alone in its list, and with
// its line breaks as `&#10;`. What is no item is left out; an item that does not end is a line as well, for the reader of
// lines to refuse.
std::unique_ptr<ByteSource> items_as_lines(std::unique_ptr<ByteSource> source);

}  // namespace yaral::ingest
