import Columns
import TableFiles
import TestSupport
import Testing

@Suite("Generated files")
struct GeneratedFileTests {
  @Test("are read to the table they were made from, as a whole and in pieces", arguments: 0..<400)
  func roundTrip(seed: Int) throws {
    for part in 0..<2 {
      let file = GeneratedFile(seed: UInt64(2 * seed + part))
      try compare(file, ReadingSizes(), "seed \(2 * seed + part)")
      let sizes = ReadingSizes(head: 700 + seed % 300, piece: 64 + seed % 50, workers: 1 + seed % 3)
      try compare(file, sizes, "seed \(2 * seed + part), \(sizes)")
    }
  }

  private func compare(_ file: GeneratedFile, _ sizes: ReadingSizes, _ seed: String) throws {
    let text = String(decoding: file.bytes, as: UTF8.self)
    var options = LoadOptions()
    options.sizes = sizes
    let loaded: LoadedTable
    do {
      loaded = try readTable(bytes: file.bytes, writtenAs: "generated.csv", options: options)
    } catch {
      Issue.record("\(seed): \(error.message)\n\(text)")
      return
    }
    #expect(loaded.table.schema.fields.map(\.name) == file.names, "\(seed)\n\(text)")
    for (column, name) in file.names.enumerated() {
      #expect(
        cells(loaded, name) == file.truth[column],
        "\(seed), column \(name), separator \(loaded.report.separatorName)\n\(text)")
    }
  }

  @Test("never stop the program when cut or damaged", arguments: 0..<40)
  func damaged(seed: Int) {
    var random = SeededGenerator(seed: UInt64(1_000 + seed))
    for _ in 0..<40 {
      let file = GeneratedFile(seed: random.next())
      var bytes = file.bytes
      bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random))
      for _ in 0..<Int.random(in: 0...6, using: &random) where !bytes.isEmpty {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        bytes[place] = damage(&random)
      }
      readAnyhow(bytes)
    }
  }

  @Test("never stop the program when they are noise", arguments: 0..<40)
  func noise(seed: Int) {
    var random = SeededGenerator(seed: UInt64(5_000 + seed))
    for _ in 0..<40 {
      let count = Int.random(in: 0...200, using: &random)
      let isText = Bool.random(using: &random)
      readAnyhow(
        (0..<count).map { _ in isText ? damage(&random) : UInt8.random(in: 0...255, using: &random)
        })
    }
  }

  private func damage(_ random: inout SeededGenerator) -> UInt8 {
    let likely = Array("\",;|\t\r\n .-/:0159TZ+e%€$'NAaz\\=".utf8)
    return likely[Int.random(in: 0..<likely.count, using: &random)]
  }

  @Test("give the same in pieces of any size, by any number of threads", arguments: 0..<60)
  func pieces(seed: Int) {
    var random = SeededGenerator(seed: UInt64(9_000 + seed))
    for _ in 0..<4 {
      var bytes = GeneratedFile(seed: random.next()).bytes
      let isDamaged = Bool.random(using: &random)
      if isDamaged {
        for _ in 0..<Int.random(in: 1...4, using: &random) {
          bytes[Int.random(in: 0..<bytes.count, using: &random)] = damage(&random)
        }
      }
      let whole = outcome(bytes, LoadOptions())
      var options = LoadOptions()
      options.sizes = ReadingSizes(
        // A few lines tell too little of a file that is damaged in one of them.
        head: Int.random(in: isDamaged ? 600...900 : 64...600, using: &random),
        piece: Int.random(in: 64...200, using: &random),
        workers: Int.random(in: 1...3, using: &random),
        rows: random.pick([nil, nil, 1, 5]))
      #expect(
        outcome(bytes, options) == whole,
        "seed \(seed), \(options.sizes)\n\(String(decoding: bytes, as: UTF8.self))")
    }
  }

  /// Everything that a reader sees of a file.
  private func outcome(_ bytes: [UInt8], _ options: LoadOptions) -> [String] {
    do {
      let loaded = try readTable(bytes: bytes, writtenAs: "generated.csv", options: options)
      let texts = loaded.table.schema.fields.flatMap { [$0.name] + cells(loaded, $0.name) }
      let source = loaded.table.about.sources.map { "\($0.sha256) \($0.bytes)" }
      let rejects = loaded.rejects.map { table in
        "\(table.columns.map { column in (0..<column.count).map { column[$0] } })"
      }
      return loaded.report.lines() + texts + source + [rejects ?? ""]
    } catch {
      return ["\(error.line ?? 0): \(error.message)"]
    }
  }

  /// Whatever the bytes are, there is a table whose parts agree, or an error with a sentence.
  private func readAnyhow(_ bytes: [UInt8]) {
    do {
      let loaded = try readTable(bytes: bytes, writtenAs: "damaged.csv")
      #expect(loaded.report.rows == loaded.table.rowCount)
      #expect(loaded.report.columns.count == loaded.table.columns.count)
      #expect(loaded.report.lines().count > 2)
      for field in loaded.table.schema.fields { _ = cells(loaded, field.name) }
    } catch {
      #expect(!error.message.isEmpty, "\(bytes)")
    }
  }
}
