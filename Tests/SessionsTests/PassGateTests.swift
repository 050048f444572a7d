import Kernels
import Sessions
import TestSupport
import Testing

/// How often the commonest lines go over the rows of a table: work is gated here, not time.
@Suite("Passes over the rows")
struct PassGateTests {
  private static let rows = 6000
  private let folder: TemporaryFolder
  private let session: Session

  init() throws {
    folder = try TemporaryFolder()
    var clients = "id,start,end,reason,plan,fee\n"
    var orders = "customer,date,amount\n"
    for row in 0..<PassGateTests.rows {
      let start = "20\(11 + row % 9)-0\(1 + row % 8)-1\(row % 10)"
      let end = row % 3 == 0 ? "" : "2019-1\(row % 3)-0\(1 + row % 9)"
      let reason = row % 3 == 0 ? "" : ["price", "moved", "service"][row % 3]
      clients += "C\(row),\(start),\(end),\(reason),\(["Base", "Plus"][row % 2]),\(row % 90).50\n"
      orders += "K\(row * 7 % 500),2019-0\(1 + row / 1000)-1\(row % 1000 / 100),\(row % 50)\n"
    }
    try folder.write(clients, to: "clients.csv")
    try folder.write(orders, to: "orders.csv")
    session = Session(places: FilePlaces(folder: folder.path))
  }

  /// A line, the file that it is about, and how many passes it may take at most.
  @Test(
    "are few, and none goes the way of row by row",
    arguments: [
      ("filter plan == \"Plus\" and fee > 50 | count", "clients.csv", 2),
      ("group by reason: n = count(), fee = sum(fee)", "clients.csv", 3),
      ("group by reason, month: n = count()", "clients.csv", 3),
      ("churn by month", "clients.csv", 2), ("churn by month, plan", "clients.csv", 2),
      ("churn by month, reason", "clients.csv", 2),
      ("cohorts by month using on", "clients.csv", 2), ("survival by plan", "clients.csv", 2),
      ("cohorts by month using on", "orders.csv", 2), ("returns using history", "orders.csv", 1),
    ])
  func passes(line: String, file: String, most: Int) {
    var session = session
    #expect(!session.evaluate("load \(file)").isFailure)
    let counter = PassCounter()
    let reply = PassCounter.$current.withValue(counter) { session.evaluate(line) }
    #expect(!reply.isFailure)
    #expect(counter.rows > PassGateTests.rows / 2, "\(line)")
    #expect(counter.rows <= most * PassGateTests.rows, "\(line)")
  }
}
