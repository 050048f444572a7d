import Columns
import Glibc
import Notebooks
import Sessions
import Statistics

/// How often `shifts` tells of something in books where nothing shifts: rows by their kind, of all
/// clients and of single groups.
///
/// Every book has clients with a branch (4), a plan (5), a channel (5) and a reason (6), whose hazards
/// differ but never change; months have an effect that returns every year, drawn anew for each book,
/// and chance of their own (variance SPREAD times the binomial one). Who leaves is replaced. All begin in
/// the month before the first, for a book of those still here would begin with a shift.
struct ShiftAlarmBenchmark: Benchmark {
  let name = "shiftalarms"
  let usage = "shiftalarms FOLDER [BOOKS] [CLIENTS] [MONTHS]"
  let summary = "false alarms of shifts on steady books, of the whole, of groups, by kind"

  func run(_ arguments: [String]) throws(BenchmarkError) {
    guard let folder = arguments.first else { throw BenchmarkError("usage: \(usage)") }
    func number(_ place: Int, usually value: Int) -> Int {
      arguments.count > place ? Int(arguments[place]) ?? value : value
    }
    let (books, clients) = (number(1, usually: 200), number(2, usually: 2_000))
    let months = number(3, usually: 48)
    var told: [(kind: String, books: Int)] = []
    func count(_ kinds: Set<String>) {
      for kind in kinds.sorted() {
        if let place = told.firstIndex(where: { $0.kind == kind }) {
          told[place].books += 1
        } else {
          told.append((kind, 1))
        }
      }
    }
    let (seconds, failure) = timed { () -> String? in
      for seed in 1...max(1, books) {
        let text = SteadyBook(seed: UInt64(seed), clients: clients, months: months).text
        do { _ = try AtomicFile.write(Array(text.utf8), to: folder + "/steady.csv") } catch {
          return "cannot write into \(folder)"
        }
        var session = Session(places: FilePlaces(folder: folder))
        guard !session.evaluate("load steady.csv").isFailure,
          !session.evaluate("shifts").isFailure, let table = session.previous
        else { return "book \(seed) fails" }
        count(kinds(table))
      }
      return nil
    }
    if let failure { throw BenchmarkError(failure) }
    print("\(books) steady books of \(clients) clients over \(months) months, \(seconds) s")
    for (kind, number) in told.sorted(by: { $0.kind < $1.kind }) {
      print("books with \(kind): \(number) = \(Double(number) / Double(books))")
    }
  }

  /// Rows are of the whole where the notes do not name a group for them: the whole comes first.
  private func kinds(_ table: Table) -> Set<String> {
    guard let kind = table.column("kind"), let carrier = table.column("carried_by") else {
      return []
    }
    var kinds: Set<String> = []
    for row in 0..<table.rowCount {
      guard case .text(let word) = kind[row] else { continue }
      kinds.insert("any row")
      if case .text = carrier[row] {
        kinds.insert("a row of a group")
        kinds.insert("\(word) of a group")
      } else {
        kinds.insert("a row of all clients")
        kinds.insert("\(word) of all clients")
      }
    }
    return kinds
  }
}

/// Clients who leave by hazards that never change, in a file as firms keep them.
private struct SteadyBook {
  let text: String
  /// Month to month variance of the number lost, over that of chance alone.
  private static let spread = 1.5

  init(seed: UInt64, clients: Int, months: Int) {
    var random = SeededGenerator(seed: seed)
    let season = (0..<12).map { _ in 0.12 * SteadyBook.normal(&random) }
    let level = 0.012 + 0.02 * random.uniform()
    let sizes = [4, 5, 5]
    let effects = sizes.map { size in (0..<size).map { _ in 0.6 + 0.8 * random.uniform() } }
    // Of about level x clients lost a month the rates scatter by the spread.
    let scatter = ((SteadyBook.spread - 1) / (level * Double(clients))).squareRoot()
    func newcomer() -> Client { Client(groups: sizes.map { random.index(below: $0) }, start: nil) }
    var here = (0..<clients).map { _ in newcomer() }
    for place in here.indices { here[place].start = -random.index(below: 28) }
    var lines = ["id,start,end,branch,plan,channel,reason"]
    var id = 0
    func write(_ client: Client, end: Int?) {
      id += 1
      let reason = end == nil ? "" : "r\(random.index(below: 6))"
      lines.append(
        "\(id),\(SteadyBook.day(client.start ?? 0)),\(end.map(SteadyBook.day) ?? ""),"
          + "b\(client.groups[0]),p\(client.groups[1]),c\(client.groups[2]),\(reason)")
    }
    for month in 0..<months {
      let rate = level * exp(season[month % 12] + scatter * SteadyBook.normal(&random))
      for place in here.indices {
        let client = here[place]
        let factor = zip(effects, client.groups).reduce(1.0) { $0 * $1.0[$1.1] }
        guard random.uniform() < min(0.9, rate * factor) else { continue }
        let day = 30 * month + 1 + random.index(below: 28)
        guard day > client.start ?? 0 else { continue }
        write(client, end: day)
        here[place] = newcomer()
        here[place].start = day
      }
    }
    for client in here { write(client, end: nil) }
    text = lines.joined(separator: "\n") + "\n"
  }

  private struct Client {
    var groups: [Int]
    var start: Int?
  }

  /// Months of 30 days laid on those of the calendar from January 2020 on; days from before count back.
  private static func day(_ day: Int) -> String {
    let (month, rest) = (Int((Double(day) / 30).rounded(.down)), ((day % 30) + 30) % 30)
    let (year, place) = (2020 * 12 + month).quotientAndRemainder(dividingBy: 12)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(year)-\(two(place + 1))-\(two(min(28, rest + 1)))"
  }

  private static func normal(_ random: inout SeededGenerator) -> Double {
    let (a, b) = (1 - random.uniform(), random.uniform())
    return (-2 * log(a)).squareRoot() * cos(2 * Double.pi * b)
  }
}
