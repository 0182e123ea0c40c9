#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/time.h"

namespace yaral {

namespace udm {
class Message;
class Struct;
}  // namespace udm

enum class ValueKind : std::uint8_t {
  kNull,  // not set: as an operand it stands for the zero value of its static type
  kString,
  kBytes,
  kInt,
  kUint,
  kFloat,
  kBool,
  kEnum,  // the number; which enum it is, is known from the field
  kTimestamp,
  kDuration,  // seconds and nanos, as google.protobuf.Duration
  kList,
  kMessage,
  kStruct,
};

// A value at run time: 16 bytes, trivially copyable, owning nothing. Strings, lists and messages point into an arena
// (an event's, a batch's, a rule's constants) that must outlive the value.
class Value {
 public:
  constexpr Value() = default;

  static Value string(std::string_view s) { return Value(ValueKind::kString, s); }
  static Value bytes(std::string_view s) { return Value(ValueKind::kBytes, s); }
  static Value integer(std::int64_t i) {
    Value v(ValueKind::kInt);
    v.i_ = i;
    return v;
  }
  static Value unsigned_integer(std::uint64_t u) {
    Value v(ValueKind::kUint);
    v.u_ = u;
    return v;
  }
  static Value floating(double d) {
    Value v(ValueKind::kFloat);
    v.d_ = d;
    return v;
  }
  static Value boolean(bool b) {
    Value v(ValueKind::kBool);
    v.i_ = b;
    return v;
  }
  static Value enumerator(std::int32_t number) {
    Value v(ValueKind::kEnum);
    v.i_ = number;
    return v;
  }
  static Value timestamp(Timestamp t) { return Value(ValueKind::kTimestamp, t); }
  static Value duration(Timestamp t) { return Value(ValueKind::kDuration, t); }
  static Value list(std::span<const Value> items) {
    Value v(ValueKind::kList);
    v.list_ = items.data();
    v.extra_ = static_cast<std::uint32_t>(items.size());
    return v;
  }
  static Value message(udm::Message* m) {
    Value v(ValueKind::kMessage);
    v.message_ = m;
    return v;
  }
  static Value structure(udm::Struct* s) {
    Value v(ValueKind::kStruct);
    v.struct_ = s;
    return v;
  }

  ValueKind kind() const { return kind_; }
  bool is_null() const { return kind_ == ValueKind::kNull; }

  // Each reads the kind it names and the zero value from kNull; any other kind is a bug of the caller.
  std::string_view as_text() const {  // kString and kBytes
    return kind_ == ValueKind::kNull ? std::string_view{} : std::string_view{s_, extra_};
  }
  std::int64_t as_int() const { return kind_ == ValueKind::kNull ? 0 : i_; }  // kInt, kEnum
  std::uint64_t as_uint() const { return kind_ == ValueKind::kNull ? 0 : u_; }
  double as_float() const { return kind_ == ValueKind::kNull ? 0.0 : d_; }
  bool as_bool() const { return kind_ != ValueKind::kNull && i_ != 0; }
  Timestamp as_timestamp() const {  // kTimestamp, kDuration
    return kind_ == ValueKind::kNull ? Timestamp{} : Timestamp{i_, static_cast<std::int32_t>(extra_)};
  }
  std::span<const Value> as_list() const {
    return kind_ == ValueKind::kNull ? std::span<const Value>{} : std::span<const Value>{list_, extra_};
  }
  udm::Message* as_message() const { return kind_ == ValueKind::kMessage ? message_ : nullptr; }
  udm::Struct* as_struct() const { return kind_ == ValueKind::kStruct ? struct_ : nullptr; }

  // The number of kInt, kUint, kFloat, kEnum or kBool as a double; 0 for all else.
  double to_double() const;

  // Whether it is the zero value of its kind: "", 0, 0.0, false, enum number 0, an empty list, null
  // (language reference 3.3).
  bool is_zero() const;

 private:
  constexpr explicit Value(ValueKind kind) : kind_(kind) {}
  Value(ValueKind kind, std::string_view s) : kind_(kind), extra_(static_cast<std::uint32_t>(s.size())), s_(s.data()) {}
  Value(ValueKind kind, Timestamp t) : kind_(kind), extra_(static_cast<std::uint32_t>(t.nanos)), i_(t.seconds) {}

  ValueKind kind_ = ValueKind::kNull;
  std::uint32_t extra_ = 0;  // length of text or list, nanos of a timestamp
  union {
    const char* s_;
    std::int64_t i_ = 0;
    std::uint64_t u_;
    double d_;
    const Value* list_;
    udm::Message* message_;
    udm::Struct* struct_;
  };
};

static_assert(sizeof(Value) == 16);

// Equality and order of scalars and lists by value. Numbers of different kinds compare as numbers; null equals the zero
// value of the other side; text compares by bytes. Values of kinds that do not mix order by kind, so that any two values
// can be sorted.
bool equal(const Value& a, const Value& b);
int compare(const Value& a, const Value& b);

// A hash that agrees with equal().
std::uint64_t hash_value(const Value& v);

}  // namespace yaral
