import Columns
import Kernels
import Samples
import TableFiles
import Testing

@Suite("The gym's file")
struct GymFileTests {
  @Test("is the same bytes for the same seed, everywhere")
  func sameBytes() {
    var options = GymOptions()
    #expect(
      SHA256.hexDigest(of: Gym(options).bytes)
        == "7cbc9a55861837ea3ce4a52fd7feae5b83a752f90352575c25015e85b901ff05")
    options.seed = 7
    options.size = 500
    options.haemorrhage = .absent
    #expect(
      SHA256.hexDigest(of: Gym(options).bytes)
        == "fbc703cbc7bd7e96d8d5355f7c03cb462ae23777c90df1ec11da35fc2d065ee0")
  }

  @Test("is other bytes for another seed")
  func otherSeed() {
    var options = GymOptions()
    options.size = 50
    let files = (0..<20).map { seed in
      options.seed = UInt64(seed)
      return Gym(options).bytes
    }
    #expect(Set(files).count == 20)
  }

  @Test("is datasets/palestra.csv")
  func palestra() throws {
    recordIfAsked(Gym().bytes, as: "palestra.csv")
    let stored = try readTable(path: datasets + "/palestra.csv", writtenAs: "palestra.csv")
    #expect(stored.table.about.sources[0].sha256 == SHA256.hexDigest(of: Gym().bytes))
  }

  @Test("gives every column its type and role, and no warning")
  func roleInference() throws {
    let loaded = try readGym()
    #expect(
      roles(loaded) == [
        "customer=codice", "start=iscritto_il", "announced=disdetta_il", "end=data_uscita",
        "reason=motivo", "amount=quota_mensile", "segment=piano", "segment=sede",
        "segment=canale", "segment=fascia_eta", "effort=ore_assistenza",
        "cost=costo_acquisizione",
      ])
    #expect(
      loaded.table.schema.fields.map(\.type) == [
        .text, .text, .date, .date, .date, .text, .decimal, .text, .text, .text, .text, .decimal,
        .integer, .decimal,
      ])
    #expect(loaded.report.kind == .clients)
    #expect(loaded.report.encoding == .windows1252)
    #expect(loaded.report.warnings.isEmpty)
    #expect(loaded.table.rowCount == 5_000)
  }

  @Test("has as many rows as asked for, each readable", arguments: [1, 2, 13, 500, 1_234])
  func size(rows: Int) throws {
    var options = GymOptions()
    options.size = rows
    options.seed = UInt64(rows)
    // One row alone does not show the order of its dates.
    let loaded = try readTable(
      bytes: Gym(options).bytes, writtenAs: "sample gym", options: LoadOptions(dateOrder: .dmy))
    #expect(loaded.table.rowCount == rows)
    #expect(loaded.report.warnings.isEmpty)
  }

  @Test("says the same in either encoding, with either line end")
  func forms() throws {
    var options = GymOptions()
    options.size = 800
    let first = try readGym(options)
    for encoding in SampleEncoding.allCases {
      for lineEnds in LineEnds.allCases {
        options.encoding = encoding
        options.lineEnds = lineEnds
        let other = try readGym(options)
        #expect(other.report.encoding.rawValue == encoding.rawValue)
        #expect(other.table.schema == first.table.schema)
        for (field, (left, right)) in zip(
          first.table.schema.fields, zip(first.table.columns, other.table.columns))
        {
          let isSame = (0..<left.count).allSatisfy { left[$0] == right[$0] }
          #expect(isSame, "\(field.name), \(encoding), \(lineEnds)")
        }
      }
    }
  }

  @Test("holds accents, thousands with their points, and quoted semicolons")
  func italianForm() {
    let text = String(decoding: Gym(utf8Gym).bytes, as: UTF8.self)
    #expect(text.contains("Forlì"))
    #expect(text.contains(";1.260,00;aziendale;"))
    #expect(text.contains(";\"orari; parcheggio\";"))
    #expect(text.contains("\r\n"))
  }

  private var utf8Gym: GymOptions {
    var options = GymOptions()
    options.encoding = .utf8
    return options
  }

  @Test("keeps members whom an effect does not touch as they are", arguments: [3, 4] as [UInt64])
  func commonNumbers(seed: UInt64) throws {
    let without = try gymRows(plainGym(seed: seed) { $0.size = 1_000 })
    let with = try gymRows(
      plainGym(seed: seed) {
        $0.size = 1_000
        $0.haemorrhage = .planted
      })
    func elsewhere(_ rows: [GymRow]) -> [String] {
      rows.filter { $0.branch != GymDesign.haemorrhageBranch }.map { "\($0)" }
    }
    #expect(elsewhere(with) == elsewhere(without))
    #expect(with.map(\.code) == without.map(\.code))
    #expect(with.map { "\($0)" } != without.map { "\($0)" })
  }
}
