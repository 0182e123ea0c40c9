#pragma once

#include "codesign/facts.h"
#include "codesign/inspect.h"

namespace yaral::codesign {

// Sets the findings and the status of a file from what is known of its signatures.
void judge(FileFacts& facts, const InspectOptions& options);

}  // namespace yaral::codesign
