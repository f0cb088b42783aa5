//! Civil days, and the due dates that payment terms lead to.

/// A day of the Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Day {
    pub year: i32,
    pub month: u8,
    pub day: u8,
}

impl Day {
    pub fn new(year: i32, month: u8, day: u8) -> Self {
        Self { year, month, day }
    }

    /// Days since 1970-01-01 (Hinnant's civil algorithm).
    pub fn number(self) -> i64 {
        let y = i64::from(self.year) - i64::from(self.month <= 2);
        let era = y.div_euclid(400);
        let yoe = y.rem_euclid(400);
        let m = i64::from(self.month);
        let doy = (153 * (if m > 2 { m - 3 } else { m + 9 }) + 2) / 5 + i64::from(self.day) - 1;
        era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468
    }

    pub fn from_number(n: i64) -> Self {
        let z = n + 719_468;
        let era = z.div_euclid(146_097);
        let doe = z.rem_euclid(146_097);
        let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let mp = (5 * doy + 2) / 153;
        let month = if mp < 10 { mp + 3 } else { mp - 9 };
        let year = yoe + era * 400 + i64::from(month <= 2);
        Self { year: year as i32, month: month as u8, day: (doy - (153 * mp + 2) / 5 + 1) as u8 }
    }

    pub fn plus(self, days: i64) -> Self {
        Self::from_number(self.number() + days)
    }

    pub fn end_of_month(self) -> Self {
        let (year, month) = if self.month == 12 { (self.year + 1, 1) } else { (self.year, self.month + 1) };
        Self::new(year, month, 1).plus(-1)
    }

    /// Monday is 0.
    pub fn weekday(self) -> usize {
        (self.number() + 3).rem_euclid(7) as usize
    }

    pub fn iso(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }

    /// `AAAAMMJJ`, as the FEC writes days (art. A.47 A-1 LPF).
    pub fn compact(self) -> String {
        format!("{:04}{:02}{:02}", self.year, self.month, self.day)
    }
}

/// When a paper is to be paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Term {
    OnReceipt,
    Net(i64),
    /// N days, then the end of that month (art. L441-10 C. com. accepts it, and the other order too).
    EndOfMonth(i64),
}

impl Term {
    pub fn due(self, issue: Day) -> Day {
        match self {
            Self::OnReceipt => issue,
            Self::Net(n) => issue.plus(n),
            Self::EndOfMonth(n) => issue.plus(n).end_of_month(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_go_there_and_back() {
        for n in -40_000..40_000 {
            assert_eq!(Day::from_number(n).number(), n);
        }
        assert_eq!(Day::new(2024, 2, 1).end_of_month(), Day::new(2024, 2, 29));
        assert_eq!(Day::new(2026, 11, 21).weekday(), 5);
        assert_eq!(Term::EndOfMonth(45).due(Day::new(2026, 3, 27)), Day::new(2026, 5, 31));
    }
}
