#pragma once

#include <string>

#include "codesign/facts.h"

namespace yaral::cli {

// The facts of a file for people: some lines, fit for a terminal.
std::string signature_text(const codesign::FileFacts& facts);

// One JSON object, without a line end.
std::string signature_json(const codesign::FileFacts& facts);

}  // namespace yaral::cli
