import Glibc
import Notebooks
import Testing

@Suite("A journal")
struct JournalTests {
  let folder: TemporaryFolder
  private let records = [
    JournalRecord(cellID: "c1", source: "load \"a.csv\"\n| churn\t\\", output: "a  b\n1  2"),
    JournalRecord(cellID: "c2", source: "é 𝄞 \u{0}\u{7F}\u{2028}", output: nil),
    JournalRecord(cellID: "c3", source: "", output: ""),
  ]

  init() throws {
    folder = try TemporaryFolder()
  }

  private func write(_ path: String) throws {
    let journal = try Journal(path: path, folder: "/data")
    for record in records { try journal.append(record) }
  }

  @Test("gives back every record, over several openings, below folders it makes")
  func roundTrip() throws {
    let path = folder.file("state/journal/1.jsonl")
    try write(path)
    try write(path)
    let contents = try Journal.read(path)
    #expect(contents.records == records + records)
    #expect(contents.folder == "/data")
    #expect(contents.damageReport == nil)
    let lines = try AtomicFile.read(path).bytes.split(separator: 0x0A)
    #expect(lines.count == 7)
  }

  @Test("cut at any byte, keeps every whole record and sets the rest aside")
  func cutAnywhere() throws {
    let path = folder.file("j")
    try write(path)
    let whole = try AtomicFile.read(path).bytes
    let cutPath = folder.file("cut")
    for cut in 0...whole.count {
      try AtomicFile.write(Array(whole[..<cut]), to: cutPath)
      let contents = try Journal.read(cutPath)
      // A record is whole when its closing brace is there.
      let ends = whole.indices.filter { $0 + 1 == whole.count || whole[$0 + 1] == 0x0A }
        .filter { whole[$0] == UInt8(ascii: "}") }
      let kept = max(0, ends.count { $0 < cut } - 1)
      #expect(contents.records == Array(records.prefix(kept)), "cut at \(cut)")
      let isWhole = cut == 0 || whole[cut - 1] == 0x0A || ends.contains(cut - 1)
      #expect(contents.damaged.isEmpty == isWhole, "cut at \(cut)")
      #expect((contents.damageReport == nil) == isWhole, "cut at \(cut)")
      if cut % 7 == 0 {
        try Journal(path: cutPath, folder: "/data").append(records[0])
        #expect(try Journal.read(cutPath).records == records.prefix(kept) + [records[0]])
      }
    }
  }

  @Test("keeps the records around bytes that were overwritten")
  func damage() throws {
    let path = folder.file("j")
    try write(path)
    var whole = try AtomicFile.read(path).bytes
    let second = try #require(whole.firstIndex(of: 0x0A)) + 5
    for index in second..<(second + 10) { whole[index] = 0 }
    try AtomicFile.write(whole, to: path)
    let contents = try Journal.read(path)
    #expect(contents.records == Array(records.dropFirst()))
    #expect(contents.damaged.map(\.line) == [2])
    #expect(
      contents.damageReport
        == "the journal is damaged from line 2 on: 2 cells kept, 1 line set aside")
  }

  @Test("never crashes on mutated bytes")
  func mutations() throws {
    let path = folder.file("j")
    try write(path)
    let whole = try AtomicFile.read(path).bytes
    for seed in 0..<200 {
      var maker = NotebookMaker(seed: UInt64(seed))
      try AtomicFile.write(maker.mutated(whole), to: path)
      guard let contents = try? Journal.read(path) else { continue }
      #expect(contents.records.count + contents.damaged.count <= 20, "seed \(seed)")
    }
  }

  @Test("after a failure of any system call holds every record it took, and takes the next")
  func failsAnywhere() throws {
    var reached = 0
    for call in 1...200 {
      let path = folder.file("j\(call)")
      let calls = FailingCalls(failing: call, with: ENOSPC, chunk: 9)
      guard let journal = try? Journal(path: path, folder: "/data", calls: calls) else { continue }
      var taken: [JournalRecord] = []
      for record in records + records {
        do throws(NotebookFileError) {
          try journal.append(record)
          taken.append(record)
        } catch {
          #expect(error.kind == .noSpace)
        }
      }
      guard calls.hasFailed else { break }
      reached = call
      let contents = try Journal.read(path)
      #expect(contents.records == taken || contents.records == records + records, "call \(call)")
      #expect(taken.count >= 5 && contents.damaged.count <= 1, "call \(call)")
    }
    #expect(reached > 20)
  }

  @Test("is refused to a second session and free when its owner is gone")
  func lock() throws {
    let path = folder.file("j")
    do {
      let journal = try Journal(path: path, folder: "/data")
      #expect(Journal.isInUse(path))
      let error = #expect(throws: NotebookFileError.self) {
        _ = try Journal(path: path, folder: "/data")
      }
      #expect(error?.kind == .locked)
      try journal.append(records[0])
    }
    #expect(!Journal.isInUse(path))
    #expect(try Journal.read(path).records == [records[0]])
    try Journal.remove(path)
    #expect(folder.names.isEmpty)
  }

  @Test("says when the disk is full, and refuses a newer journal and a folder")
  func failures() throws {
    let full = #expect(throws: NotebookFileError.self) {
      _ = try Journal(path: "/dev/full", folder: "/data")
    }
    #expect(full?.kind == .noSpace)
    try AtomicFile.write(bytes("{\"ritorno\":2}\n{\"new\":1}\n"), to: folder.file("new"))
    let newer = #expect(throws: NotebookFileError.self) { try Journal.read(folder.file("new")) }
    #expect(newer?.kind == .newerVersion)
    let notAFile = #expect(throws: NotebookFileError.self) { try Journal.read(folder.path) }
    #expect(notAFile?.kind == .notAFile)
  }
}
