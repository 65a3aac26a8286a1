/** What CloudTrail writes instead of the ARN of a key. Source: spec/ebs-ec2.md 2.7, recorded. */
export const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS'

/**
 * A moment as CloudTrail writes it for the EBS direct APIs, e.g. `Jul 3, 2020 11:27:26 PM`, from the text that the journal keeps.
 * Source: CloudTrail samples of the EBS User Guide.
 */
export const recordedMoment = (moment: Date | string): string => {
  const at = new Date(moment)
  const [hours, minutes, seconds] = [at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()]
  const time = [hours % 12 || 12, twoDigits(minutes), twoDigits(seconds)].join(':')
  return `${MONTHS[at.getUTCMonth()]} ${at.getUTCDate()}, ${at.getUTCFullYear()} ${time} ${hours < 12 ? 'AM' : 'PM'}`
}

const twoDigits = (number: number) => String(number).padStart(2, '0')

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const
