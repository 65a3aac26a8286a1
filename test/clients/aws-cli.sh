#!/usr/bin/env bash
# The AWS CLI of Debian, unchanged, against `kms-ebs-sim serve`: started by serve-and-run.mjs, which says where.
# The first command that fails, or that answers something else than it should, ends the script with status 1.
set -euo pipefail

files=$(mktemp -d)
trap 'rm -rf "$files"' EXIT
commands=0

# Debian's own program, by Debian's own Python: others may come first on the path.
aws() {
  commands=$((commands + 1))
  answer=$(env -u PYTHONPATH -u PYTHONHOME /usr/bin/python3 /usr/bin/aws --endpoint-url "$KMS_EBS_SIM_URL" --output text "$@") ||
    fail "aws $* ended with status $?"
}

# is WANTED: what the last command has answered. `text` output separates by tabs.
is() { [ "$answer" = "$1" ] || fail "expected $1, got $answer"; }
like() { [[ "$answer" =~ $1 ]] || fail "expected something like $1, got $answer"; }
fail() {
  printf '%s:%s: %s\n' "$0" "${BASH_LINENO[1]}" "$1" >&2
  exit 1
}

# refused NAME COMMAND…: the command must fail with AWS's error of that name.
refused() {
  local name=$1 said
  shift
  commands=$((commands + 1))
  if said=$(env -u PYTHONPATH -u PYTHONHOME /usr/bin/python3 /usr/bin/aws --endpoint-url "$KMS_EBS_SIM_URL" "$@" 2>&1); then
    fail "aws $* was not refused"
  fi
  [[ "$said" == *"($name)"* ]] || fail "aws $*: expected $name, got $said"
}

part() { printf -- '- %s\n' "$1"; }

part 'who am I'
aws sts get-caller-identity --query Account && is 111122223333
aws sts get-caller-identity --query Arn && like '^arn:aws:sts::111122223333:assumed-role/Admin/'

part 'the life of a key'
aws kms create-key --description 'from the command line' --tags TagKey=team,TagValue=blue --query KeyMetadata.KeyId
key=$answer
aws kms describe-key --key-id "$key" --query KeyMetadata.KeyState && is Enabled
aws kms create-alias --alias-name alias/cli --target-key-id "$key"
aws kms list-aliases --query "Aliases[?AliasName=='alias/cli'].TargetKeyId" && is "$key"
aws kms describe-key --key-id alias/cli --query KeyMetadata.Arn
arn=$answer && like "^arn:aws:kms:us-east-1:111122223333:key/$key\$"
aws kms list-resource-tags --key-id "$key" --query 'Tags[0].TagValue' && is blue
aws kms tag-resource --key-id "$key" --tags TagKey=stage,TagValue=test
aws kms untag-resource --key-id "$key" --tag-keys team
aws kms list-resource-tags --key-id "$key" --query 'Tags[].TagKey' && is stage
aws kms update-key-description --key-id "$key" --description 'another'
aws kms enable-key-rotation --key-id "$key"
aws kms get-key-rotation-status --key-id "$key" --query KeyRotationEnabled && is True
aws kms disable-key --key-id "$key"
refused DisabledException kms generate-data-key --key-id "$key" --key-spec AES_256
aws kms enable-key --key-id "$key"
aws kms schedule-key-deletion --key-id "$key" --pending-window-in-days 7 --query KeyState && is PendingDeletion
refused KMSInvalidStateException kms enable-key --key-id "$key"
aws kms cancel-key-deletion --key-id "$key" --query KeyId && is "$arn"
aws kms enable-key --key-id "$key"
aws kms list-keys --query 'length(Keys)' && is 1
refused NotFoundException kms describe-key --key-id 00000000-0000-0000-0000-000000000000

part 'envelope encryption of a file'
printf 'a line that nobody else may read\n' >"$files/plain"
context='tenant=blue,purpose=file'
aws kms generate-data-key --key-id alias/cli --key-spec AES_256 --encryption-context "$context" --query '[Plaintext,CiphertextBlob]'
read -r secret wrapped <<<"$answer"
key_hex=$(base64 -d <<<"$secret" | od -An -tx1 | tr -d ' \n')
openssl enc -aes-256-ctr -K "$key_hex" -iv 00000000000000000000000000000001 -in "$files/plain" -out "$files/sealed"
base64 -d <<<"$wrapped" >"$files/wrapped"
aws kms decrypt --ciphertext-blob "fileb://$files/wrapped" --encryption-context "$context" --query Plaintext && is "$secret"
openssl enc -d -aes-256-ctr -K "$key_hex" -iv 00000000000000000000000000000001 -in "$files/sealed" | cmp - "$files/plain"
refused InvalidCiphertextException kms decrypt --ciphertext-blob "fileb://$files/wrapped" --encryption-context tenant=red
aws kms create-key --query KeyMetadata.Arn
other=$answer
aws kms re-encrypt --ciphertext-blob "fileb://$files/wrapped" --source-encryption-context "$context" \
  --destination-key-id "$other" --query '[KeyId,SourceKeyId]' && is "$other	$arn"
aws kms encrypt --key-id "$key" --plaintext "fileb://$files/plain" --query CiphertextBlob
base64 -d <<<"$answer" >"$files/direct"
aws kms decrypt --ciphertext-blob "fileb://$files/direct" --query Plaintext
cmp <(base64 -d <<<"$answer") "$files/plain"
aws kms generate-random --number-of-bytes 16 --query Plaintext && like '^[A-Za-z0-9+/]{22}==$'

part 'signatures and message authentication codes'
aws kms create-key --key-spec ECC_NIST_P256 --key-usage SIGN_VERIFY --query KeyMetadata.KeyId
signer=$answer
aws kms sign --key-id "$signer" --message "fileb://$files/plain" --signing-algorithm ECDSA_SHA_256 --query Signature
base64 -d <<<"$answer" >"$files/signature"
aws kms verify --key-id "$signer" --message "fileb://$files/plain" --signature "fileb://$files/signature" \
  --signing-algorithm ECDSA_SHA_256 --query SignatureValid && is True
aws kms get-public-key --key-id "$signer" --query PublicKey
base64 -d <<<"$answer" >"$files/public.der"
openssl dgst -sha256 -verify "$files/public.der" -keyform DER -signature "$files/signature" "$files/plain" >"$files/said"
[ "$(cat "$files/said")" = 'Verified OK' ] || fail 'openssl does not accept the signature'

part 'multi-Region keys'
aws kms create-key --multi-region --query KeyMetadata.KeyId
multi=$answer && like '^mrk-[0-9a-f]{32}$'
aws kms replicate-key --key-id "$multi" --replica-region eu-central-1 --query ReplicaKeyMetadata.Arn
is "arn:aws:kms:eu-central-1:111122223333:key/$multi"
aws kms encrypt --key-id "$multi" --plaintext "fileb://$files/plain" --query CiphertextBlob
base64 -d <<<"$answer" >"$files/multi"
aws --region eu-central-1 kms decrypt --ciphertext-blob "fileb://$files/multi" --query KeyId
is "arn:aws:kms:eu-central-1:111122223333:key/$multi"
aws --region eu-central-1 kms describe-key --key-id "$multi" --query KeyMetadata.MultiRegionConfiguration.MultiRegionKeyType && is REPLICA
refused NotFoundException --region eu-west-1 kms describe-key --key-id "$multi"

part 'grants'
aws kms create-grant --key-id "$other" --grantee-principal arn:aws:iam::111122223333:role/Admin --operations Decrypt Encrypt \
  --constraints EncryptionContextSubset={tenant=blue} --name cli --query GrantId
grant=$answer
aws kms list-grants --key-id "$other" --query 'Grants[].[GrantId,Name]' && is "$grant	cli"
aws kms revoke-grant --key-id "$other" --grant-id "$grant"
aws kms list-grants --key-id "$other" --query 'length(Grants)' && is 0

part 'policies'
aws kms list-key-policies --key-id "$other" --query PolicyNames && is default
aws kms get-key-policy --key-id "$other" --policy-name default --query Policy && like 'arn:aws:iam::111122223333:root'
cat >"$files/policy.json" <<'POLICY'
{"Version":"2012-10-17","Statement":[
  {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"kms:*","Resource":"*"},
  {"Sid":"NoSecrets","Effect":"Deny","Principal":"*","Action":"kms:Decrypt","Resource":"*"}]}
POLICY
aws kms encrypt --key-id "$other" --plaintext "fileb://$files/plain" --query CiphertextBlob
base64 -d <<<"$answer" >"$files/denied"
aws kms put-key-policy --key-id "$other" --policy-name default --policy "file://$files/policy.json"
refused AccessDeniedException kms decrypt --ciphertext-blob "fileb://$files/denied"
refused MalformedPolicyDocumentException kms put-key-policy --key-id "$other" --policy-name default --policy '{"Version":"2012-10-17"}'

part 'the life of an encrypted volume'
aws ec2 describe-images --owners amazon --query 'Images[0].ImageId'
image=$answer && like '^ami-'
aws ec2 run-instances --image-id "$image" --count 1 --instance-type t3.micro --placement AvailabilityZone=us-east-1a \
  --query 'Instances[0].InstanceId'
instance=$answer
aws ec2 wait instance-running --instance-ids "$instance"
aws ec2 create-volume --availability-zone us-east-1a --size 1 --encrypted --kms-key-id alias/cli \
  --tag-specifications 'ResourceType=volume,Tags=[{Key=Name,Value=data}]' --query '[VolumeId,Encrypted]'
read -r volume encrypted <<<"$answer"
[ "$encrypted" = True ] || fail 'the volume is not encrypted'
aws ec2 wait volume-available --volume-ids "$volume"
aws ec2 attach-volume --volume-id "$volume" --instance-id "$instance" --device /dev/sdf --query Device && is /dev/sdf
aws ec2 wait volume-in-use --volume-ids "$volume"
aws ec2 describe-volumes --filters Name=tag:Name,Values=data --query 'Volumes[].[VolumeId,State,KmsKeyId]' && is "$volume	in-use	$arn"
refused VolumeInUse ec2 delete-volume --volume-id "$volume"
aws ec2 create-snapshot --volume-id "$volume" --description nightly --query '[SnapshotId,Encrypted]'
read -r snapshot encrypted <<<"$answer"
[ "$encrypted" = True ] || fail 'the snapshot is not encrypted'
aws ec2 wait snapshot-completed --snapshot-ids "$snapshot"
aws ec2 detach-volume --volume-id "$volume" --query VolumeId && is "$volume"
aws ec2 create-snapshot --volume-id "$volume" --query SnapshotId
later=$answer
aws ec2 wait snapshot-completed --snapshot-ids "$snapshot" "$later"
aws ec2 modify-volume --volume-id "$volume" --size 2 --query VolumeModification.TargetSize && is 2
aws kms disable-key --key-id "$key"
aws ec2 create-volume --availability-zone us-east-1a --snapshot-id "$snapshot" --query VolumeId
doomed=$answer
refused InvalidVolume.NotFound ec2 describe-volumes --volume-ids "$doomed"
aws kms enable-key --key-id "$key"
aws ec2 create-volume --availability-zone us-east-1a --snapshot-id "$snapshot" --query Encrypted && is True
aws ec2 delete-volume --volume-id "$volume"
refused InvalidVolume.NotFound ec2 describe-volumes --volume-ids "$volume"

part 'a snapshot in another Region, under the key there'
aws --region eu-central-1 kms create-key --query KeyMetadata.Arn
abroad=$answer
aws --region eu-central-1 ec2 copy-snapshot --source-region us-east-1 --source-snapshot-id "$snapshot" --encrypted \
  --kms-key-id "$abroad" --query SnapshotId
copy=$answer
aws --region eu-central-1 ec2 describe-snapshots --snapshot-ids "$copy" --query 'Snapshots[].[State,KmsKeyId]' && is "completed	$abroad"
aws --region eu-central-1 ec2 describe-snapshots --owner-ids self --query 'length(Snapshots)' && is 1
aws ec2 modify-snapshot-attribute --snapshot-id "$snapshot" --attribute createVolumePermission --operation-type add --user-ids 444455556666
aws ec2 describe-snapshot-attribute --snapshot-id "$snapshot" --attribute createVolumePermission \
  --query 'CreateVolumePermissions[].UserId' && is 444455556666

part 'encryption by default'
aws ec2 enable-ebs-encryption-by-default --query EbsEncryptionByDefault && is True
aws ec2 modify-ebs-default-kms-key-id --kms-key-id "$arn" --query KmsKeyId && is "$arn"
aws ec2 create-volume --availability-zone us-east-1a --size 1 --query '[VolumeId,Encrypted]'
read -r default encrypted <<<"$answer"
[ "$encrypted" = True ] || fail 'the volume is not encrypted'
aws ec2 describe-volumes --volume-ids "$default" --query 'Volumes[].KmsKeyId' && is "$arn"
aws ec2 disable-ebs-encryption-by-default --query EbsEncryptionByDefault && is False

part 'images'
aws ec2 create-image --instance-id "$instance" --name golden --no-reboot --query ImageId
golden=$answer
aws ec2 describe-images --image-ids "$golden" --query 'Images[].[Name,State]' && is 'golden	available'
aws --region eu-central-1 ec2 copy-image --source-image-id "$golden" --source-region us-east-1 --name abroad --encrypted \
  --kms-key-id "$abroad" --query ImageId
aws --region eu-central-1 ec2 describe-images --owners self --query 'Images[].BlockDeviceMappings[].Ebs.Encrypted' && is True
aws ec2 deregister-image --image-id "$golden"
aws ec2 terminate-instances --instance-ids "$instance" --query 'TerminatingInstances[].CurrentState.Name' && like 'shutting-down|terminated'

part 'blocks of a snapshot, up and down'
head -c 524288 /dev/urandom >"$files/block"
checksum=$(openssl dgst -sha256 -binary "$files/block" | base64)
aws ebs start-snapshot --volume-size 1 --encrypted --kms-key-arn "$arn" --query SnapshotId
uploaded=$answer
aws ebs put-snapshot-block --snapshot-id "$uploaded" --block-index 3 --block-data "$files/block" --data-length 524288 \
  --checksum "$checksum" --checksum-algorithm SHA256 --query Checksum && is "$checksum"
refused InvalidSignatureException ebs put-snapshot-block --snapshot-id "$uploaded" --block-index 4 --block-data "$files/block" \
  --data-length 524288 --checksum "$(openssl dgst -sha256 -binary "$files/plain" | base64)" --checksum-algorithm SHA256
aws ebs complete-snapshot --snapshot-id "$uploaded" --changed-blocks-count 1 --query Status && like 'pending|completed'
aws ec2 wait snapshot-completed --snapshot-ids "$uploaded"
aws ebs list-snapshot-blocks --snapshot-id "$uploaded" --query 'Blocks[].[BlockIndex,BlockToken]'
read -r index token <<<"$answer"
[ "$index" = 3 ] || fail "expected block 3, got $index"
aws ebs get-snapshot-block --snapshot-id "$uploaded" --block-index 3 --block-token "$token" "$files/down" --query Checksum && is "$checksum"
cmp "$files/block" "$files/down"
aws ebs list-changed-blocks --first-snapshot-id "$snapshot" --second-snapshot-id "$later" --query 'length(ChangedBlocks)' && is 0

part 'credentials of a session'
aws sts assume-role --role-arn arn:aws:iam::111122223333:role/Admin --role-session-name cli \
  --policy '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"kms:Describe*","Resource":"*"}]}' \
  --query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]'
read -r AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN <<<"$answer"
export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
aws kms describe-key --key-id "$key" --query KeyMetadata.Enabled && is True
refused AccessDeniedException kms encrypt --key-id "$key" --plaintext "fileb://$files/plain"

printf '%s commands of %s\n' "$commands" "$(/usr/bin/python3 /usr/bin/aws --version)"
[ "$commands" -ge 60 ]
