#pragma once

#include <string>

#include "base/arena.h"
#include "codesign/facts.h"
#include "udm/event.h"

namespace yaral::cli {

// Sets `signature_info` of a message of type File. Texts are copied.
void put_signature_info(const codesign::FileFacts& facts, udm::Message& file, Arena& arena);

// The file as one UDM event: SCAN_FILE at `now`, the file as target, the findings as security_result. One line of JSON.
std::string signature_event(const codesign::FileFacts& facts, Timestamp now);

}  // namespace yaral::cli
