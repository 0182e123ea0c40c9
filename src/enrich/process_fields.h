#pragma once

#include "enrich/nouns.h"

namespace yaral::enrich {

// The fields of a process that are known of others, and the way to them.
struct ProcessFields {
  udm::FieldIndex principal = field_of("UDM", "principal");
  udm::FieldIndex target = field_of("UDM", "target");
  udm::FieldIndex hostname = field_of("Noun", "hostname");
  udm::FieldIndex process = field_of("Noun", "process");
  udm::FieldIndex id = field_of("Process", "product_specific_process_id");
  udm::FieldIndex pid = field_of("Process", "pid");
  udm::FieldIndex command_line = field_of("Process", "command_line");
  udm::FieldIndex file = field_of("Process", "file");
  udm::FieldIndex path = field_of("File", "full_path");
  udm::FieldIndex parent = field_of("Process", "parent_process");
  udm::Path type = event_path("metadata.event_type");
};

inline const ProcessFields& process_fields() {
  static const ProcessFields fields;
  return fields;
}

}  // namespace yaral::enrich
