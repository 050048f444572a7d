import Columns
import TableFiles
import TestSupport
import Testing

@Suite("Several files as one table")
struct FolderFormTests {
  private func load(
    _ folder: TemporaryFolder, _ pattern: String, _ options: LoadOptions = LoadOptions()
  ) throws(FileError) -> LoadedTable {
    let names = filesMatching(folder.path(pattern)) ?? []
    return try loadTable(
      files: names.map { NamedFile(path: folder.path($0), name: $0) },
      writtenAs: "sales/\(pattern)",
      options: options)
  }

  private func failure(_ work: () throws(FileError) -> Void) -> FileError? {
    do {
      try work()
      return nil
    } catch {
      return error
    }
  }

  @Test("joins files in the order of their names, whatever their separators and order of columns")
  func joins() throws {
    let folder = try TemporaryFolder()
    try folder.write("date;customer;amount\n2024-02-03;\"B; \"\"x\"\"\";2.5\n", to: "2024-02.csv")
    try folder.write(
      "customer,date,amount\nA,2024-01-03,1.5\n\nC,2024-01-04,7.5\n", to: "2024-01.csv")
    try folder.write(
      "{\"customer\":\"D\",\"amount\":4,\"date\":\"2024-03-01\"}\n", to: "2024-03.jsonl")
    try folder.write("nothing", to: "README.md")
    let loaded = try load(folder, "2024*")
    #expect(cells(loaded, "customer") == ["A", "C", "B; \"x\"", "D"])
    #expect(cells(loaded, "amount") == ["1.5", "7.5", "2.5", "4.0"])
    #expect(
      cells(loaded, "file") == ["2024-01.csv", "2024-01.csv", "2024-02.csv", "2024-03.jsonl"])
    #expect(loaded.report.form == "3 files")
    #expect(filesMatching(folder.path) == ["2024-01.csv", "2024-02.csv", "2024-03.jsonl"])
  }

  @Test("reads letters in a folder as in a file of its own", arguments: [0x80, 0xA4] as [UInt8])
  func letters(euro: UInt8) throws {
    let folder = try TemporaryFolder()
    let bytes = Array("citt".utf8) + [0xE0] + Array(";pays\nForl;".utf8) + [euro, 0x0A]
    try writeBytes(bytes, to: folder.path("1.csv"))
    let alone = try readTable(bytes: bytes, writtenAs: "1.csv")
    #expect(cells(alone, "pays") == ["€"])
    #expect(cells(try load(folder, "*.csv"), "pays") == ["€"])
  }

  @Test("has a fingerprint that any change of a file, its name or their number changes")
  func fingerprint() throws {
    let folder = try TemporaryFolder()
    func print() throws -> String {
      try load(folder, "*.csv").table.about.sources[0].sha256
    }
    try folder.write("a\n1\n", to: "1.csv")
    try folder.write("a\n2\n", to: "2.csv")
    let before = try print()
    let files = ["1.csv", "2.csv"].map { NamedFile(path: folder.path($0), name: $0) }
    #expect(try FileFingerprint(of: files).sha256 == before)
    #expect(try load(folder, "*.csv").table.about.sources[0].bytes == 8)
    try folder.write("a\n3\n", to: "2.csv")
    let changed = try print()
    try folder.write("a\n3\n", to: "3.csv")
    #expect(Set([before, changed, try print()]).count == 3)
  }

  @Test("names what differs between the columns of two files")
  func differences() throws {
    let folder = try TemporaryFolder()
    try folder.write("id,start,fee\n1,2024-01-01,2\n", to: "a.csv")
    try folder.write("id,begin,fee\n1,2024-01-01,2\n", to: "b.csv")
    let error = failure { () throws(FileError) in _ = try load(folder, "*.csv") }
    #expect(
      error?.message
        == "'b.csv' has other columns than 'a.csv': without 'start', and with 'begin'")
  }

  @Test("names file and line in warnings, and keeps rows that do not fit out")
  func places() throws {
    let folder = try TemporaryFolder()
    try folder.write("id,start\n1,2024-01-01\n2,2024-01-02\n", to: "a.csv")
    try folder.write("id,start\n3,2024-01-03\n4\n5,x\n6,2024-01-04\n", to: "b.csv")
    let loaded = try load(folder, "?.csv")
    #expect(cells(loaded, "id") == ["1", "2", "3", "5", "6"])
    let sentences = loaded.report.warnings.map(\.sentence)
    #expect(sentences.contains { $0.hasSuffix("left out (b.csv line 3)") })
    #expect(sentences.contains { $0.hasSuffix("missing (b.csv line 4)") })
  }

  @Test("takes files without a header")
  func withoutHeader() throws {
    let folder = try TemporaryFolder()
    try folder.write("1,2024-01-01\n", to: "a.csv")
    try folder.write("2,2024-01-02\n", to: "b.csv")
    let loaded = try load(folder, "*.csv", LoadOptions(columns: ["id", "day", "month"]))
    #expect(cells(loaded, "month") == ["a.csv", "b.csv"])
    #expect(cells(loaded, "id") == ["1", "2"])
  }

  @Test("reads letters of Windows and UTF-16, and says which file is none")
  func encodings() throws {
    let folder = try TemporaryFolder()
    try folder.write("name\nè\n", to: "a.csv")
    try writeBytes(Array("name\n".utf8) + [0xE8, 10], to: folder.path("b.csv"))
    let units = Array("name\nè\n".utf16).flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    try writeBytes([0xFF, 0xFE] + units, to: folder.path("c.csv"))
    #expect(cells(try load(folder, "*.csv"), "name") == ["è", "è", "è"])
    try writeBytes([0x89, 0x50, 0x4E, 0x47, 1, 2], to: folder.path("d.csv"))
    let error = failure { () throws(FileError) in _ = try load(folder, "*.csv") }
    #expect(error?.message == "'d.csv' is a picture (PNG), not a text file with separators")
  }

  @Test("matches stars and question marks")
  func patterns() throws {
    let folder = try TemporaryFolder()
    for name in ["a.csv", "ab.csv", "b.txt", ".hidden.csv", "a*b.csv"] {
      try folder.write("x\n1\n", to: name)
    }
    #expect(filesMatching(folder.path("a*.csv")) == ["a*b.csv", "a.csv", "ab.csv"])
    #expect(filesMatching(folder.path("a?.csv")) == ["ab.csv"])
    #expect(filesMatching(folder.path("*b*")) == ["a*b.csv", "ab.csv", "b.txt"])
    #expect(filesMatching(folder.path("z*")) == [])
    // A file of just this name is meant itself.
    #expect(filesMatching(folder.path("a*b.csv")) == nil)
    #expect(filesMatching(folder.path("a.csv")) == nil)
  }
}
