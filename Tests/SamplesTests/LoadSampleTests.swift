import Columns
import Kernels
import Language
import Samples
import Sessions
import TableFiles
import Testing

@Suite("load sample")
struct LoadSampleTests {
  private func session(_ lines: String..., standIns: [String: String] = [:]) throws -> Session {
    var session = Session(places: FilePlaces(folder: datasets, standIns: standIns))
    for line in lines {
      let reply = session.evaluate(line)
      #expect(!reply.isFailure, "\(line): \(reply.errors.map(\.message))")
    }
    return session
  }

  private func error(_ line: String) -> Diagnostic? {
    var session = Session(places: FilePlaces(folder: datasets))
    let reply = session.evaluate(line)
    #expect(session.current == nil)
    return reply.errors.first
  }

  @Test("makes the gym and reads it like the file", arguments: ["gym", "GYM"])
  func gym(name: String) throws {
    let session = try session("load sample \(name)")
    #expect(session.current == "gym")
    let source = try #require(session.tables["gym"]?.about.sources.first)
    #expect(source.path == "sample gym")
    #expect(source.rows == 5_000)
    #expect(source.sha256 == SHA256.hexDigest(of: Gym().bytes))
  }

  @Test("takes size, seed and the strength of each effect")
  func options() throws {
    let session = try session(
      "load sample gym with size = 500, seed = 7, haemorrhage = 0",
      "load sample shop with size = 40, campaign = 2")
    var options = GymOptions()
    options.size = 500
    options.seed = 7
    options.haemorrhage = .absent
    let source = try #require(session.tables["gym"]?.about.sources.first)
    #expect(source.path == "sample gym with haemorrhage = 0, seed = 7, size = 500")
    #expect(source.sha256 == SHA256.hexDigest(of: Gym(options).bytes))
    #expect(session.tables["shop"]?.rowCount == 40)
  }

  @Test(
    "passes every option of a sample on to its generator",
    arguments: Sample.all.flatMap { sample in sample.options.map { (sample.name, $0) } })
  func everyOption(sample: String, option: SampleOption) throws {
    let values =
      switch option.kind {
      case .whole: ["3", "4"]
      case .strength: ["0", "2.5"]
      case .word(let words): words.map { "\"\($0)\"" }
      }
    let hashes = try values.map { value in
      let size = option.name == "size" ? "" : "size = 900, "
      let session = try session("load sample \(sample) with \(size)\(option.name) = \(value)")
      return session.tables[sample]?.about.sources.first?.sha256
    }
    #expect(Set(hashes).count == hashes.count, "\(sample) \(option.name)")
  }

  @Test("takes roles and the options of a file too, and words with hyphens without quotes")
  func fileOptions() throws {
    let session = try session(
      "load sample gym with size = 60, encoding = utf-8, line_ends = lf, reason = canale",
      "load shop.csv with encoding = windows-1252")
    #expect(session.tables["gym"]?.column(.reason) != nil)
    #expect(session.tables["gym"]?.schema.fields.first { $0.role == .reason }?.name == "canale")
  }

  @Test("goes on with the rest of the line, and a pipe may touch the name")
  func pipeline() throws {
    _ = try session("load sample gym with size = 80 | filter sede == \"Modena\" | count")
    _ = try session("load sample gym | churn by year")
  }

  @Test("reads another file in the sample's place where one is given")
  func standIn() throws {
    let session = try session(
      "load sample gym", standIns: ["sample gym": "\(datasets)/canadian_senators.csv"])
    #expect(session.tables["gym"]?.rowCount == 933)
  }

  @Test(
    "says what is wrong",
    arguments: [
      ("load sample", "load sample needs the name of a sample"),
      ("load sample | count", "load sample needs the name of a sample"),
      ("load sample with size = 3", "load sample needs the name of a sample"),
      ("load sample gim", "there is no sample 'gim'"),
      ("load sample gym with black_friday = 1", "load has no option 'black_friday'"),
      ("load shop.csv with size = 3", "load has no option 'size'"),
      ("load sample gym with size = 0", "size takes a number from 1 to 200000"),
      ("load sample gym with size = 1.5", "size takes a whole number, 0 or more"),
      ("load sample gym with august = -1", "august takes a number from 0 to 5"),
      ("load sample gym with line_ends = cr", "line_ends takes crlf or lf"),
      ("load sample gym.csv", "load sample needs the name of a sample"),
      ("load \"sample\"", "there is no file 'sample'"),
      ("load \"sample gym\"", "there is no file 'sample gym'"),
    ])
  func errors(line: String, message: String) {
    #expect(error(line)?.message == message)
  }

  @Test(
    "is written as it is read",
    arguments: [
      "load sample gym", "load sample gym with size = 500, seed = 7 | count", "load \"sample\"",
      "load \"sample gym\"", "load samples.csv",
    ])
  func format(line: String) throws {
    let session = try session()
    let parsed = try #require(parse(line, grammar: session.grammar).statement)
    #expect(Language.format(parsed) == line)
  }
}
