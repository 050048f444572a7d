/// Why a member left, before it is put into words.
enum GymCause: CaseIterable {
  /// One of the usual reasons.
  case usual
  case august
  case haemorrhage
  case price
  /// The gym let the member go.
  case wanted
}

/// The words that somebody at the desk typed for a cause; empty where nobody asked.
func reasonWords(_ cause: GymCause, _ random: inout SplitMix64) -> String {
  let usual = random.choice(usualReasons)
  let special = random.choice(specialReasons(cause))
  // A part of those whom an effect drove out gives another reason all the same.
  let isSaid = random.happens(cause == .wanted ? 100 : 85, in: 100)
  return random.choice(isSaid ? special : usual)
}

private typealias Wording = [(String, weight: Int)]

private let price: Wording = [
  ("prezzo", 60), ("Prezzo", 14), ("prezzo troppo alto", 16), ("troppo caro", 10),
]
private let moving: Wording = [
  ("trasferimento", 64), ("Trasferimento", 12), ("cambio città", 16), ("si è trasferito", 8),
]
private let hours: Wording = [
  ("orari", 60), ("orari scomodi", 26), ("Orari", 10), ("orari; parcheggio", 4),
]
private let competitor: Wording = [
  ("concorrenza", 62), ("altra palestra", 28), ("Concorrenza", 10),
]
private let health: Wording = [
  ("problemi di salute", 62), ("infortunio", 28), ("salute", 10),
]
private let dissatisfied: Wording = [
  ("insoddisfatto", 62), ("insoddisfatta", 18), ("Insoddisfatto", 10), ("spogliatoi sporchi", 10),
]
private let time: Wording = [
  ("mancanza di tempo", 66), ("poco tempo", 22), ("Mancanza di tempo", 12),
]
private let unknown: Wording = [("non so", 70), ("altro", 30)]
private let blank: Wording = [("", 1)]
private let wanted: Wording = [
  ("morosità", 45), ("Morosità", 10), ("escluso per regolamento", 25),
  ("non rinnovato da noi", 20),
]

private let usualReasons: [(Wording, weight: Int)] = [
  (time, 19), (price, 15), (moving, 15), (health, 12), (hours, 10), (dissatisfied, 8),
  (competitor, 6), (unknown, 6), (blank, 9),
]

private func specialReasons(_ cause: GymCause) -> [(Wording, weight: Int)] {
  switch cause {
  case .usual: usualReasons
  case .august: [(time, 35), (moving, 40), (blank, 25)]
  case .haemorrhage: [(competitor, 60), (dissatisfied, 40)]
  case .price: [(price, 1)]
  case .wanted: [(wanted, 1)]
  }
}

/// The parts of made-up names.
let surnames = [
  "Rossi", "Ferrari", "Russo", "Bianchi", "Romano", "Colombo", "Ricci", "Marino", "Greco", "Bruno",
  "Gallo", "Conti", "De Luca", "Mancini", "Costa", "Giordano", "Rizzo", "Lombardi", "Moretti",
  "Barbieri", "Fontana", "Santoro", "Mariani", "Rinaldi", "Caruso", "Ferrara", "Galli", "Martini",
  "Leone", "Longo", "Gentile", "Martinelli", "Vitale", "Lombardo", "Serra", "Coppola", "De Santis",
  "D'Angelo", "Marchetti", "Parisi", "Villa", "Conte", "Ferraro", "Ferri", "Fabbri", "Bianco",
  "Marini", "Grasso", "Valentini", "Messina", "D'Amico", "Cantù", "Corrò", "Nicolò",
]
let givenNames = [
  "Andrea", "Marco", "Luca", "Matteo", "Alessandro", "Davide", "Francesco", "Simone", "Niccolò",
  "Lorenzo", "Giulia", "Sara", "Chiara", "Martina", "Francesca", "Elena", "Alice", "Anna", "Zoè",
  "Noemi", "Paolo", "Giorgio", "Stefano", "Laura", "Valentina", "Silvia", "Elisa", "Federica",
  "Noè", "Beatrice", "Ilaria", "Roberto", "Michele", "Caterina", "Giovanni", "Pietro",
]
