#pragma once

#include "ingest/field_table.h"

// The path, resolved once and kept: for code beside the tables. `dotted` must be a constant.
#define YARAL_PATH(dotted)                                                                 \
  ([]() -> const ::yaral::udm::Path& {                                                     \
    static const ::yaral::udm::Path resolved_path = ::yaral::ingest::checked_path(dotted); \
    return resolved_path;                                                                  \
  }())
