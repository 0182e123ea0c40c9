#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "read_helpers.h"

namespace yaral::ingest {
namespace {

using Members = std::vector<std::pair<std::string, std::string>>;
using Setup = int (*)(struct archive*);

std::string read_back(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_archive(const std::string& path, Setup format, Setup filter, const Members& members,
                   const char* options = nullptr, const char* password = nullptr) {
  struct archive* a = archive_write_new();
  format(a);
  if (filter != nullptr) filter(a);
  if (options != nullptr) {
    ASSERT_EQ(archive_write_set_options(a, options), ARCHIVE_OK) << archive_error_string(a);
  }
  if (password != nullptr) archive_write_set_passphrase(a, password);
  ASSERT_EQ(archive_write_open_filename(a, path.c_str()), ARCHIVE_OK);
  for (const auto& [name, content] : members) {
    struct archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, name.c_str());
    archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_write_header(a, entry);
    archive_write_data(a, content.data(), content.size());
    archive_entry_free(entry);
  }
  archive_write_close(a);
  archive_write_free(a);
}

struct Kind {
  const char* name;
  Setup format;
  Setup filter;
};

constexpr Kind kKinds[] = {
    {"zip", archive_write_set_format_zip, nullptr},
    {"tar", archive_write_set_format_ustar, nullptr},
    {"tar.gz", archive_write_set_format_pax_restricted, archive_write_add_filter_gzip},
    {"tar.zst", archive_write_set_format_ustar, archive_write_add_filter_zstd},
    {"tar.xz", archive_write_set_format_ustar, archive_write_add_filter_xz},
    {"tar.bz2", archive_write_set_format_ustar, archive_write_add_filter_bzip2},
};

constexpr Kind kRaw[] = {
    {"gz", archive_write_set_format_raw, archive_write_add_filter_gzip},
    {"zst", archive_write_set_format_raw, archive_write_add_filter_zstd},
    {"bz2", archive_write_set_format_raw, archive_write_add_filter_bzip2},
    {"xz", archive_write_set_format_raw, archive_write_add_filter_xz},
};

TEST(Archive, EveryKindIsToldByItsContent) {
  for (const Kind& kind : kKinds) {
    TempDir dir;
    const std::string path = dir.path("noextension");
    write_archive(path, kind.format, kind.filter,
                  {{"logs/a.json", udm_line("a") + "\n"}, {"b.xml", event_xml("b")}, {"__MACOSX/._a.json", "junk"}});
    Outcome run;
    read(run, {path}, 2);
    EXPECT_EQ(run.report.events, 2u) << kind.name;
    EXPECT_EQ(skipped(run.report, "hidden file"), 1u) << kind.name;
    ASSERT_EQ(run.report.by_file.size(), 2u) << kind.name;
    EXPECT_EQ(run.report.by_file[0].file, path + "!b.xml");
  }
}

TEST(Archive, CompressedFilesKeepTheirName) {
  for (const Kind& kind : kRaw) {
    TempDir dir;
    const std::string path = dir.path("events.json.x");
    write_archive(path, kind.format, kind.filter, {{"data", udm_line("a") + "\n" + udm_line("b") + "\n"}});
    Outcome run;
    read(run, {path});
    EXPECT_EQ(run.report.events, 2u) << kind.name;
    ASSERT_EQ(run.report.by_file.size(), 1u) << kind.name;
    EXPECT_EQ(run.report.by_file[0].file, path);
  }
}

TEST(Archive, ArchivesInArchivesToALimit) {
  TempDir dir;
  std::string inner = udm_line("deep") + "\n";
  std::string name = "e.json";
  for (int level = 1; level <= 4; ++level) {
    const std::string path = dir.path("level" + std::to_string(level));
    write_archive(path, archive_write_set_format_ustar, archive_write_add_filter_gzip, {{name, inner}});
    Outcome run;
    read(run, {path});
    EXPECT_EQ(run.report.events, level <= 3 ? 1u : 0u) << level;
    EXPECT_EQ(skipped(run.report, "archives nested too deep"), level <= 3 ? 0u : 1u) << level;
    inner = read_back(path);
    name = "level" + std::to_string(level) + ".tgz";
  }
}

TEST(Archive, WhatOnlyBeginsLikeAnArchive) {
  TempDir dir;
  Outcome run;
  read(run, {dir.write("a.gz", "\x1F\x8B\x08garbage"), dir.write("a.bz2", "BZhunter saw nothing at all")});
  EXPECT_EQ(run.report.events, 0u);
  EXPECT_EQ(skipped(run.report, "damaged archive"), 2u);
  EXPECT_TRUE(has_problem(run.report, "", "damaged gzip data"));
  EXPECT_TRUE(has_problem(run.report, "", "begins like an archive, but is none"));
  EXPECT_TRUE(run.report.has_fatal());
}

TEST(Archive, WrongChecksumOfGzipIsToldAndWhatWasReadIsKept) {
  TempDir dir;
  const std::string path = dir.path("a.gz");
  write_archive(path, archive_write_set_format_raw, archive_write_add_filter_gzip,
                {{"data", udm_line("a") + "\n" + udm_line("b") + "\n"}});
  std::string bytes = read_back(path);
  bytes[bytes.size() - 8] = static_cast<char>(bytes[bytes.size() - 8] ^ 1);
  Outcome run;
  read(run, {dir.write("wrong.gz", bytes)});
  EXPECT_EQ(run.report.events, 2u);
  EXPECT_EQ(skipped(run.report, "damaged file, read up to the damage"), 1u);
  EXPECT_TRUE(has_problem(run.report, "", "damaged gzip data: incorrect data check"));
}

TEST(Archive, WrongChecksumAroundATarIsTold) {
  TempDir dir;
  const std::string path = dir.path("a.tgz");
  write_archive(path, archive_write_set_format_ustar, archive_write_add_filter_gzip, {{"e.json", udm_line("a")}});
  std::string bytes = read_back(path);
  bytes[bytes.size() - 8] = static_cast<char>(bytes[bytes.size() - 8] ^ 1);
  Outcome run;
  read(run, {dir.write("wrong.tgz", bytes)});
  EXPECT_EQ(run.report.events, 1u);
  EXPECT_TRUE(has_problem(run.report, "", "incorrect data check"));
  EXPECT_EQ(run.report.problems.size(), 1u);
}

TEST(Archive, NothingInItIsTold) {
  TempDir dir;
  const std::string path = dir.path("a.gz");
  write_archive(path, archive_write_set_format_raw, archive_write_add_filter_gzip, {{"data", ""}});
  Outcome run;
  read(run, {path});
  EXPECT_EQ(skipped(run.report, "archive without files"), 1u);
  EXPECT_FALSE(run.report.has_fatal());
}

TEST(Archive, MembersOfGzipFollowEachOther) {
  TempDir dir;
  std::string bytes;
  for (const char* name : {"a", "b", "c"}) {
    const std::string path = dir.path(name);
    write_archive(path, archive_write_set_format_raw, archive_write_add_filter_gzip, {{"data", udm_line(name) + "\n"}});
    bytes += read_back(path);
  }
  Outcome run;
  read(run, {dir.write("all.gz", bytes + std::string(100, '\0'))});
  EXPECT_EQ(run.report.events, 3u);
  EXPECT_TRUE(run.report.problems.empty()) << run.report.problems.front().message;
}

TEST(Archive, ZipInZip) {
  TempDir dir;
  const std::string inner = dir.path("inner.zip");
  write_archive(inner, archive_write_set_format_zip, nullptr,
                {{"a", udm_line("a") + "\n"}, {"b", udm_line("b") + "\n"}});
  const std::string outer = dir.path("outer.zip");
  write_archive(outer, archive_write_set_format_zip, nullptr, {{"inner.zip", read_back(inner)}, {"c", udm_line("c")}});
  Outcome run;
  read(run, {outer});
  EXPECT_EQ(run.report.events, 3u);
  EXPECT_EQ(run.report.by_file.back().file, outer + "!inner.zip!b");
}

TEST(Archive, TruncatedGzipGivesWhatCameBefore) {
  TempDir dir;
  std::string text;
  for (int i = 0; i < 200000; ++i) text += udm_line("e" + std::to_string(i * 7919 % 1000003)) + "\n";
  const std::string path = dir.path("a.gz");
  write_archive(path, archive_write_set_format_raw, archive_write_add_filter_gzip, {{"data", text}});
  const std::string whole = read_back(path);
  Outcome run;
  read(run, {dir.write("cut.gz", std::string_view(whole).substr(0, whole.size() / 2))});
  EXPECT_GT(run.report.events, 90000u);
  EXPECT_LT(run.report.events, 110000u);
  EXPECT_EQ(skipped(run.report, "damaged file, read up to the damage"), 1u);
  EXPECT_FALSE(run.report.has_fatal());
}

TEST(Archive, DamagedFromTheBeginningIsFatalWhereNamed) {
  TempDir dir;
  Outcome run;
  read(run, {dir.write("a.zip", "PK\3\4 and then nothing of a zip")});
  EXPECT_EQ(run.report.events, 0u);
  EXPECT_TRUE(run.report.has_fatal());
}

TEST(Archive, ABombStopsAtTheLimit) {
  TempDir dir;
  const std::string path = dir.path("bomb.zip");
  const std::string line = udm_line("x") + "\n";
  std::string content;
  while (content.size() < 8 << 20) content += line;
  write_archive(path, archive_write_set_format_zip, nullptr, {{"a", content}, {"b", content}, {"c", content}});
  ReadOptions options;
  options.inputs = {path};
  options.expansion_limit = 12 << 20;
  Outcome run;
  read(run, options);
  EXPECT_GE(run.report.events, content.size() / line.size());
  EXPECT_LT(run.report.events, 2 * content.size() / line.size());
  EXPECT_TRUE(has_problem(run.report, "", "expands beyond the limit"));
}

TEST(Archive, EncryptedMembersAreReported) {
  TempDir dir;
  const std::string path = dir.path("secret.zip");
  write_archive(path, archive_write_set_format_zip, nullptr, {{"a.json", udm_line("a")}}, "zip:encryption=aes256",
                "password");
  Outcome run;
  read(run, {path});
  EXPECT_EQ(run.report.events, 0u);
  EXPECT_EQ(skipped(run.report, "encrypted archive member"), 1u);
}

TEST(Archive, UnknownMembersAreNotFatal) {
  TempDir dir;
  const std::string path = dir.path("a.zip");
  write_archive(path, archive_write_set_format_zip, nullptr, {{"readme.txt", "hello"}, {"a.json", udm_line("a")}});
  Outcome run;
  read(run, {path});
  EXPECT_EQ(run.report.events, 1u);
  EXPECT_FALSE(run.report.has_fatal());
}

}  // namespace
}  // namespace yaral::ingest
