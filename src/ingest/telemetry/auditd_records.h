#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "ingest/record.h"

// The records of an event of Linux auditd as data, whatever they came in.
namespace yaral::ingest {

// Takes records apart, one after another. Fields keep their names, but those of PATH, KERN_MODULE and SOCKETCALL stand
// behind the record's (`PATH.name`; the element tells which PATH), and these are made: `type` (of the record that says
// what the event is about), `SYSCALL` (the name of the call), `argv` (EXECVE's arguments, with blanks between),
// `SOCKADDR.family`, `.addr`, `.port` and `.path`.
class AuditSplitter {
 public:
  AuditSplitter(Arena& arena, std::vector<Datum>& data) : arena_(arena), data_(data) {}

  // `node=… type=… msg=audit(…): fields`. False when it is no such line.
  bool line(std::string_view line);
  // A record by its parts.
  void record(std::string_view type, std::string_view fields);
  // After the last record.
  void finish();

 private:
  void field(std::string_view prefix, std::string_view name, std::string_view value, bool quoted);
  // `inside`: of a message in quotes, which holds no further one.
  void fields(std::string_view prefix, std::string_view text, bool inside);
  std::string_view unambiguous(std::string_view name, bool inside) const;
  void arguments(std::string_view text);
  void denial(std::string_view text);
  void put(std::string_view name, std::string_view value, std::uint32_t element = 0);
  void put_address(std::string_view value);
  void put_call();
  std::string_view decoded(std::string_view name, std::string_view value, bool quoted);

  Arena& arena_;
  std::vector<Datum>& data_;
  std::vector<std::string_view> types_;
  std::vector<std::string> arguments_;
  std::string_view call_;
  std::uint32_t paths_ = 0;
  bool interpreted_ = false;  // by ausearch: names for numbers, nothing in hex
};

// A text of lines, as auditd, its dispatcher, the kernel's log or ausearch write them.
bool split_audit(const RawRecord& record, Arena& arena, std::vector<Datum>& data);

// What JSON was taken apart into, to the same names: Auditbeat's, and lists of records by their type.
void prepare_audit_json(const RawRecord& record, Arena& arena, std::vector<Datum>& data);

}  // namespace yaral::ingest
