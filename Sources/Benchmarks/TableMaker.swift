import Calendars
import Glibc
import Statistics

/// Makes tables of the size and kind that engines are measured on: contracts with every kind of column,
/// and purchases of customers who stop without saying so. The same seed gives the same bytes.
struct TableMaker: Benchmark {
  let name = "make"
  let usage = "make contracts|orders ROWS [SEED] > FILE.csv"
  let summary = "prints a table of clients or of purchases from 2020 to 2024"

  func run(_ arguments: [String]) throws(BenchmarkError) {
    guard arguments.count >= 2, let rows = Int(arguments[1]), rows >= 0 else {
      throw BenchmarkError("usage: \(usage)")
    }
    let seed = arguments.count > 2 ? UInt64(arguments[2]) ?? 1 : 1
    switch arguments[0] {
    case "contracts": contracts(rows, seed)
    case "orders": orders(rows, seed)
    default: throw BenchmarkError("usage: \(usage)")
    }
  }

  private static let firstDay: Int32 = 18_262
  private static let days = 1827

  private func contracts(_ rows: Int, _ seed: UInt64) {
    let plans = ["Base", "Plus", "Premium", "Famiglia"]
    let (hazards, fees) = ([0.030, 0.020, 0.012, 0.016], [1290, 2490, 4990, 3290])
    let regions = ["Lombardia", "Lazio", "Campania", "Veneto", "Sicilia", "Emilia-Romagna"]
    let channels = ["web", "app", "negozio", "partner", "telefono", "passaparola"]
    let reasons = [
      "prezzo troppo alto", "qualità del servizio", "trasloco", "competitor offer",
      "payment failure", "altro",
    ]
    let notes = ["ok", "richiamare a settembre", "\"via Roma, 12\"", "\"ha detto \"\"no\"\"\""]
    var random = SeededGenerator(seed: seed)
    var text = "customer_id,start,end,reason,plan,region,channel,monthly_fee,effort_hours,"
    text += "birth_year,notes\n"
    for row in 0..<rows {
      let start = Int.random(in: 0..<TableMaker.days, using: &random)
      let plan = random.pick([0.45, 0.25, 0.10, 0.20])
      let stay = Int(-random.logarithm / hazards[plan] * 30.4)
      let hasLeft = start + stay < TableMaker.days
      text += "C\(padded(row, 7)),\(date(start)),"
      text +=
        hasLeft ? "\(date(start + stay)),\(reasons.randomElement(using: &random) ?? "")," : ",,"
      text += "\(plans[plan]),\(regions.randomElement(using: &random) ?? ""),"
      text += "\(channels.randomElement(using: &random) ?? ""),"
      text += "\(cents(fees[plan] + Int.random(in: -400...400, using: &random))),"
      text += "\(cents(Int.random(in: 0...900, using: &random))),"
      text += "\(Int.random(in: 1940...2006, using: &random)),"
      text += (random.unit < 0.3 ? notes.randomElement(using: &random) ?? "" : "") + "\n"
      flush(&text)
    }
    print(text, terminator: "")
  }

  /// A purchase at the start of a customer's life, further ones at the customer's own rate, and after
  /// each a chance that it was the last. In the order of time.
  private func orders(_ rows: Int, _ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var times: [(second: Int, customer: Int)] = []
    times.reserveCapacity(rows)
    let end = Double(TableMaker.days) * 86_400
    var customer = 0
    while times.count < rows {
      var time = random.unit * end
      let rate = 86_400 * 45 * (0.2 + random.unit)
      let stops = random.unit * 0.3
      while time < end, times.count < rows {
        times.append((Int(time), customer))
        if random.unit < stops { break }
        time -= random.logarithm * rate
      }
      customer += 1
    }
    times.sort { ($0.second, $0.customer) < ($1.second, $1.customer) }
    var text = "customer_id,order_date,amount,category,store\n"
    for (second, customer) in times {
      let clock = second % 86_400
      text += "C\(padded(customer, 7)),\(date(second / 86_400)) \(padded(clock / 3600, 2)):"
      text += "\(padded(clock / 60 % 60, 2)):\(padded(clock % 60, 2)),"
      text += "\(cents(99 + Int(-random.logarithm * 3000))),"
      text += "categoria \(Int.random(in: 0..<50, using: &random)),"
      text += "store_\(padded(Int.random(in: 0..<120, using: &random), 3))\n"
      flush(&text)
    }
    print(text, terminator: "")
  }

  private func flush(_ text: inout String) {
    guard text.utf8.count > 1 << 16 else { return }
    print(text, terminator: "")
    text = ""
  }

  private func date(_ day: Int) -> CivilDate {
    CivilDate(daysSinceEpoch: TableMaker.firstDay + Int32(day))
  }

  private func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  private func cents(_ number: Int) -> String { "\(number / 100).\(padded(number % 100, 2))" }
}

extension SeededGenerator {
  /// Between 0 and 1.
  fileprivate var unit: Double { mutating get { Double.random(in: 0..<1, using: &self) } }
  /// The logarithm of a number between 0 and 1: exponential times, without their sign.
  fileprivate var logarithm: Double { mutating get { log(1 - unit) } }

  /// A position, by chances that add up to 1.
  fileprivate mutating func pick(_ chances: [Double]) -> Int {
    var rest = unit
    for (index, chance) in chances.enumerated() {
      rest -= chance
      if rest < 0 { return index }
    }
    return chances.count - 1
  }
}
