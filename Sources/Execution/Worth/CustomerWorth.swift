import Calendars
import Columns
import Planning
import Statistics

/// What a customer has brought so far, and what is known of its going on.
struct CustomerWorth {
  /// The latest row of the customer: it holds the name and the attributes.
  var row: Int
  var revenue = 0.0
  /// Nil where no row says.
  var effort: Double?
  /// Nil where no row says.
  var acquisition: Double?
  /// Months as a client; of purchases from the first to the last day known.
  var months = 0.0
  /// The money of a month at present, less the cost to serve.
  var monthly: Double?
  /// Whether the customer has left, or is silent for longer than the rule allows.
  var isGone = false
  /// Days of the stay that goes on; nil for one who is gone.
  var age: Double?

  /// Revenue less the cost to serve and the cost of winning the customer, as far as known.
  func value(effortCost: Double?) -> Double {
    revenue - (effort ?? 0) * (effortCost ?? 0) - (acquisition ?? 0)
  }
}

/// The worth of all customers of a table.
struct Worths {
  var customers: [CustomerWorth] = []
  /// How long stays last; nil for purchases and where nothing tells.
  var lives: RemainingLife?
  var asOf: CivilDate?
  /// Defaults used and rows left out.
  var notes: [String] = []
  /// Of purchases: occasions and the day of the last one, by customer.
  var occasions: [(count: Int, last: Int32)] = []
  let sources: WorthSources

  init(_ sources: WorthSources) { self.sources = sources }

  func value(_ customer: Int) -> Double {
    customers[customer].value(effortCost: sources.effortCost)
  }

  /// Customers by value, the best first; equals in the order of the data.
  var ranked: [Int] {
    let values = customers.indices.map(value)
    return customers.indices.sorted { (values[$1], $0) < (values[$0], $1) }
  }

  /// What the figures are made of.
  var sourceNotes: [String] {
    var parts = [sources.amount == nil ? "revenue" : "amounts"]
    var left: [String] = []
    if sources.effort == nil {
      left.append("cost to serve (no column is the effort)")
    } else if sources.effortCost == nil {
      left.append("cost to serve (set effort_cost = 25 says what an hour costs)")
    } else {
      parts.append("effort x \(figure(sources.effortCost ?? 0))")
    }
    if sources.cost == nil {
      left.append("acquisition cost (no column is the cost)")
    } else {
      parts.append("acquisition cost")
    }
    var notes = ["value = " + parts.joined(separator: " - ") + ", over the life so far"]
    if !left.isEmpty { notes.append("left out: " + left.joined(separator: "; ")) }
    func count(_ isMissing: (CustomerWorth) -> Bool, _ what: String, of column: Int?) {
      let missing = customers.count(where: isMissing)
      guard column != nil, missing > 0 else { return }
      notes.append("\(counted(missing, "customer")) without \(what): it counts as 0")
    }
    count({ $0.acquisition == nil }, "a known acquisition cost", of: sources.cost)
    count({ $0.effort == nil }, "a known effort", of: sources.effort)
    return notes
  }
}
