#pragma once

#include <memory>
#include <ostream>

#include "detections/writer.h"

// The writers behind make_writer().
namespace yaral::detections {

std::unique_ptr<Writer> make_table_writer(std::ostream& out, const TableStyle& style);
std::unique_ptr<Writer> make_json_writer(std::ostream& out);
std::unique_ptr<Writer> make_ndjson_writer(std::ostream& out);
std::unique_ptr<Writer> make_csv_writer(std::ostream& out);

}  // namespace yaral::detections
