import Calendars
import Columns
import Language
import Samples
import Sessions
import TableFiles
import Testing

@Suite("The gym's book")
struct GymBookTests {
  @Test("never has an end before its start, nor a day outside the record", arguments: 1...4)
  func order(seed: Int) throws {
    var options = GymOptions()
    options.seed = UInt64(seed)
    options.size = 1_500
    let wrong = try gymRows(options).filter { row in
      guard row.start >= GymDesign.opening, row.start <= GymDesign.close else { return true }
      guard let end = row.end else { return row.announced != nil || row.reason != nil }
      let announced = row.announced ?? end
      return end <= row.start || end > GymDesign.close || announced < row.start || announced > end
    }
    #expect(wrong.isEmpty, "seed \(seed): \(wrong.count), such as \(wrong.prefix(3))")
  }

  @Test("adds up: opening + new - lost = closing in every month, as churn shows them too")
  func balance() throws {
    var options = GymOptions()
    options.seed = 3
    options.size = 1_500
    let rows = try gymRows(options)
    var session = Session(places: FilePlaces(folder: datasets))
    let reply = session.evaluate(
      "shown = load sample gym with seed = 3, size = 1500 | churn by month")
    #expect(!reply.isFailure, "\(reply.errors.map(\.message))")
    let shown = try #require(session.tables["shown"])
    func here(_ day: CivilDate) -> Int {
      rows.count { $0.start < day && $0.end.map { $0 >= day } ?? true }
    }
    #expect(shown.rowCount == 72)
    for (row, month) in gymMonths.enumerated() {
      let next = month.advanced(byMonths: 1)
      let new = rows.count { $0.start >= month && $0.start < next }
      let lost = rows.count { $0.end.map { $0 >= month && $0 < next } ?? false }
      #expect(here(month) + new - lost == here(next), "\(month)")
      let counts = ["opening", "new", "lost", "closing"].map { shown.column($0)?[row].number }
      #expect(counts == [here(month), new, lost, here(next)].map { Double($0) }, "\(month)")
    }
  }

  @Test("reaches to the last day of 2024")
  func lastDay() throws {
    #expect(try readGym().table.about.asOf == GymDesign.close)
  }

  @Test("has the stays of one code one after the other, with a gap")
  func gaps() throws {
    let stays = Dictionary(grouping: try gymRows(), by: \.code)
    let several = stays.values.filter { $0.count > 1 }
    #expect(several.count > 100)
    for rows in several {
      let sorted = rows.sorted { $0.start < $1.start }
      for (one, next) in zip(sorted, sorted.dropFirst()) {
        guard let end = one.end else {
          Issue.record("\(one.code) returns without having left")
          continue
        }
        #expect(next.start >= end.advanced(byDays: 35), "\(one.code)")
      }
    }
  }

  @Test("lists in its truth those who returned and whom the gym let go")
  func truth() throws {
    let truth = Gym().truth
    let rows = try gymRows()
    let stays = Dictionary(grouping: rows, by: \.code).mapValues(\.count)
    #expect(Set(truth.returned) == Set(stays.filter { $0.value > 1 }.keys))
    let chosen = ["morosità", "Morosità", "escluso per regolamento", "non rinnovato da noi"]
    let letGo = Set(rows.filter { chosen.contains($0.reason ?? "") }.map(\.code))
    #expect(Set(truth.wanted) == letGo)
    #expect(truth.wanted.count > 50)
  }

  @Test("has no returns, no wanted losses and no toxic clients where they are absent")
  func absent() throws {
    let truth = Gym(plainGym()).truth
    #expect(truth.returned.isEmpty && truth.wanted.isEmpty && truth.toxic.isEmpty)
    #expect(truth.haemorrhage == nil && truth.priceRise == nil)
    #expect(truth.augustFactor == 1 && truth.januaryFactor == 1)
    #expect(Set(try gymRows(plainGym()).map(\.code)).count == 5_000)
  }
}
