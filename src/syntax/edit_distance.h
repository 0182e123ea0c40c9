#pragma once

#include <cstddef>
#include <string_view>

namespace yaral::syntax {

// Letters to insert, delete, replace or exchange with their neighbour to get from one word to the other. Words of more
// than 64 letters count as far apart.
std::size_t edit_distance(std::string_view a, std::string_view b);

}  // namespace yaral::syntax
