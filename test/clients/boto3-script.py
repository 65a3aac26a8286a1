"""boto3 of Debian, unchanged, against `kms-ebs-sim serve --latency typical`: started by serve-and-run.mjs, which says where.

The first call that fails, or that answers something else than it should, ends the script with status 1.
"""

import base64
import contextlib
import hashlib
import json
import os
import sys
import time

import boto3
import botocore
from botocore.config import Config
from botocore.exceptions import ClientError

URL = os.environ["KMS_EBS_SIM_URL"]
BLOCK = 524288
calls = 0


def client(service, region="us-east-1", **credentials):
    made = boto3.client(service, region_name=region, endpoint_url=URL, config=Config(retries={"max_attempts": 1}), **credentials)
    made.meta.events.register("before-call", count)
    return made


def count(**_):
    global calls
    calls += 1


@contextlib.contextmanager
def refused(name):
    try:
        yield
    except ClientError as error:
        assert error.response["Error"]["Code"] == name, error
        assert error.response["ResponseMetadata"]["RequestId"], "without a request id"
    else:
        raise AssertionError(f"not refused with {name}")


def part(title):
    print(f"- {title}")


def soon(waiter):
    """Asks every second, as long as the states of a volume take on the server's clock."""
    return {"WaiterConfig": {"Delay": 1, "MaxAttempts": 60}, **waiter}


kms, ec2, ebs, sts = (client(service) for service in ("kms", "ec2", "ebs", "sts"))

part("who am I")
me = sts.get_caller_identity()
assert me["Account"] == "111122223333" and ":assumed-role/Admin/" in me["Arn"], me

part("the life of a key")
key = kms.create_key(Description="from Python", Tags=[{"TagKey": "team", "TagValue": "blue"}])["KeyMetadata"]
assert key["KeyState"] == "Enabled" and key["CreationDate"].tzinfo is not None
kms.create_alias(AliasName="alias/python", TargetKeyId=key["KeyId"])
assert kms.describe_key(KeyId="alias/python")["KeyMetadata"]["Arn"] == key["Arn"]
for number in range(7):
    kms.create_key(Description=f"another {number}")
pages = list(kms.get_paginator("list_keys").paginate(PaginationConfig={"PageSize": 3}))
assert [len(page["Keys"]) for page in pages] == [3, 3, 2], pages
kms.enable_key_rotation(KeyId=key["KeyId"])
assert kms.get_key_rotation_status(KeyId=key["KeyId"])["KeyRotationEnabled"] is True
kms.disable_key(KeyId=key["KeyId"])
with refused("DisabledException"):
    kms.generate_data_key(KeyId=key["KeyId"], KeySpec="AES_256")
kms.enable_key(KeyId=key["KeyId"])
doomed = kms.create_key()["KeyMetadata"]["KeyId"]
assert kms.schedule_key_deletion(KeyId=doomed, PendingWindowInDays=7)["KeyState"] == "PendingDeletion"
with refused("KMSInvalidStateException"):
    kms.encrypt(KeyId=doomed, Plaintext=b"late")
kms.cancel_key_deletion(KeyId=doomed)
assert kms.describe_key(KeyId=doomed)["KeyMetadata"]["KeyState"] == "Disabled"
with refused("NotFoundException"):
    kms.describe_key(KeyId="alias/none")
try:
    kms.describe_key(KeyId="alias/none")
except kms.exceptions.NotFoundException as error:
    assert "alias/none" in str(error)

part("envelope encryption")
context = {"tenant": "blau & <grün>", "purpose": "file"}
data_key = kms.generate_data_key(KeyId=key["Arn"], KeySpec="AES_256", EncryptionContext=context)
assert len(data_key["Plaintext"]) == 32
opened = kms.decrypt(CiphertextBlob=data_key["CiphertextBlob"], EncryptionContext=context)
assert opened["Plaintext"] == data_key["Plaintext"] and opened["KeyId"] == key["Arn"]
with refused("InvalidCiphertextException"):
    kms.decrypt(CiphertextBlob=data_key["CiphertextBlob"], EncryptionContext={"tenant": "rot"})
other = kms.create_key()["KeyMetadata"]
moved = kms.re_encrypt(
    CiphertextBlob=data_key["CiphertextBlob"], SourceEncryptionContext=context, DestinationKeyId=other["KeyId"]
)
assert kms.decrypt(CiphertextBlob=moved["CiphertextBlob"])["Plaintext"] == data_key["Plaintext"]
every_byte = bytes(range(256)) * 16
sealed = kms.encrypt(KeyId=key["KeyId"], Plaintext=every_byte)["CiphertextBlob"]
assert kms.decrypt(CiphertextBlob=sealed)["Plaintext"] == every_byte
with refused("ValidationException"):
    kms.encrypt(KeyId=key["KeyId"], Plaintext=every_byte + b"!")

part("message authentication codes")
mac_key = kms.create_key(KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")["KeyMetadata"]["KeyId"]
mac = kms.generate_mac(KeyId=mac_key, Message=b"text", MacAlgorithm="HMAC_SHA_256")["Mac"]
assert kms.verify_mac(KeyId=mac_key, Message=b"text", Mac=mac, MacAlgorithm="HMAC_SHA_256")["MacValid"] is True
with refused("KMSInvalidMacException"):
    kms.verify_mac(KeyId=mac_key, Message=b"test", Mac=mac, MacAlgorithm="HMAC_SHA_256")

part("multi-Region keys")
multi = kms.create_key(MultiRegion=True)["KeyMetadata"]["KeyId"]
kms.replicate_key(KeyId=multi, ReplicaRegion="eu-central-1")
abroad = client("kms", "eu-central-1")
sealed = kms.encrypt(KeyId=multi, Plaintext=b"far")["CiphertextBlob"]
with refused("KMSInvalidStateException"):
    abroad.decrypt(CiphertextBlob=sealed)
deadline = time.monotonic() + 60
while abroad.describe_key(KeyId=multi)["KeyMetadata"]["KeyState"] == "Creating":
    assert time.monotonic() < deadline, "the replica is still being made"
    time.sleep(1)
assert abroad.decrypt(CiphertextBlob=sealed)["Plaintext"] == b"far"

part("grants and policies")
grant = kms.create_grant(KeyId=other["KeyId"], GranteePrincipal=me["Arn"], Operations=["Decrypt"], Name="python")
listed = kms.list_grants(KeyId=other["KeyId"])["Grants"]
assert [(each["GrantId"], each["Operations"]) for each in listed] == [(grant["GrantId"], ["Decrypt"])], listed
kms.retire_grant(GrantToken=grant["GrantToken"])
assert kms.list_grants(KeyId=other["KeyId"])["Grants"] == []
policy = json.loads(kms.get_key_policy(KeyId=other["KeyId"], PolicyName="default")["Policy"])
policy["Statement"].append({"Effect": "Deny", "Principal": "*", "Action": "kms:Encrypt", "Resource": "*"})
kms.put_key_policy(KeyId=other["KeyId"], PolicyName="default", Policy=json.dumps(policy))
with refused("AccessDeniedException"):
    kms.encrypt(KeyId=other["KeyId"], Plaintext=b"no")

part("a session with less")
scope = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "kms:List*", "Resource": "*"}]}
given = sts.assume_role(
    RoleArn="arn:aws:iam::111122223333:role/Admin", RoleSessionName="python", Policy=json.dumps(scope), DurationSeconds=900
)["Credentials"]
less = client(
    "kms",
    aws_access_key_id=given["AccessKeyId"],
    aws_secret_access_key=given["SecretAccessKey"],
    aws_session_token=given["SessionToken"],
)
assert len(less.list_keys()["Keys"]) > 0
with refused("AccessDeniedException"):
    less.describe_key(KeyId=key["KeyId"])

part("an encrypted volume, with waiters")
image = ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
instance = ec2.run_instances(ImageId=image, MinCount=1, MaxCount=1, Placement={"AvailabilityZone": "us-east-1a"})["Instances"][0]
assert instance["State"]["Name"] == "pending", instance["State"]
ec2.get_waiter("instance_running").wait(**soon({"InstanceIds": [instance["InstanceId"]]}))
volume = ec2.create_volume(AvailabilityZone="us-east-1a", Size=1, Encrypted=True, KmsKeyId="alias/python")
assert volume["State"] == "creating" and volume["Encrypted"] is True, volume
ec2.get_waiter("volume_available").wait(**soon({"VolumeIds": [volume["VolumeId"]]}))
ec2.attach_volume(VolumeId=volume["VolumeId"], InstanceId=instance["InstanceId"], Device="/dev/sdf")
ec2.get_waiter("volume_in_use").wait(**soon({"VolumeIds": [volume["VolumeId"]]}))
described = ec2.describe_volumes(Filters=[{"Name": "encrypted", "Values": ["true"]}])["Volumes"]
assert [(each["VolumeId"], each["KmsKeyId"]) for each in described] == [(volume["VolumeId"], key["Arn"])], described
ec2.create_tags(Resources=[volume["VolumeId"]], Tags=[{"Key": "Name", "Value": "data"}])
tags = ec2.describe_tags(Filters=[{"Name": "resource-id", "Values": [volume["VolumeId"]]}])["Tags"]
assert [(each["Key"], each["Value"]) for each in tags] == [("Name", "data")], tags
with refused("VolumeInUse"):
    ec2.delete_volume(VolumeId=volume["VolumeId"])
snapshot = ec2.create_snapshot(VolumeId=volume["VolumeId"], Description="nightly")["SnapshotId"]
ec2.get_waiter("snapshot_completed").wait(**soon({"SnapshotIds": [snapshot]}))
ec2.detach_volume(VolumeId=volume["VolumeId"])
ec2.get_waiter("volume_available").wait(**soon({"VolumeIds": [volume["VolumeId"]]}))
ec2.delete_volume(VolumeId=volume["VolumeId"])
ec2.get_waiter("volume_deleted").wait(**soon({"VolumeIds": [volume["VolumeId"]]}))
with refused("InvalidVolume.NotFound"):
    ec2.describe_volumes(VolumeIds=[volume["VolumeId"]])
with refused("DryRunOperation"):
    ec2.create_volume(AvailabilityZone="us-east-1a", Size=1, DryRun=True)

part("a snapshot in another Region")
ec2_abroad = client("ec2", "eu-central-1")
key_abroad = abroad.create_key()["KeyMetadata"]["Arn"]
copy = ec2_abroad.copy_snapshot(
    SourceRegion="us-east-1", SourceSnapshotId=snapshot, Encrypted=True, KmsKeyId=key_abroad, Description="copy"
)["SnapshotId"]
ec2_abroad.get_waiter("snapshot_completed").wait(**soon({"SnapshotIds": [copy]}))
assert ec2_abroad.describe_snapshots(SnapshotIds=[copy])["Snapshots"][0]["KmsKeyId"] == key_abroad
ec2.modify_snapshot_attribute(
    SnapshotId=snapshot, Attribute="createVolumePermission", OperationType="add", UserIds=["444455556666"]
)
shared = ec2.describe_snapshot_attribute(SnapshotId=snapshot, Attribute="createVolumePermission")["CreateVolumePermissions"]
assert shared == [{"UserId": "444455556666"}], shared

part("images")
golden = ec2.create_image(InstanceId=instance["InstanceId"], Name="golden", NoReboot=True)["ImageId"]
ec2.get_waiter("image_available").wait(**soon({"ImageIds": [golden]}))
ec2.deregister_image(ImageId=golden)
with refused("InvalidAMIID.NotFound"):
    ec2.describe_images(ImageIds=[golden])
ec2.terminate_instances(InstanceIds=[instance["InstanceId"]])
ec2.get_waiter("instance_terminated").wait(**soon({"InstanceIds": [instance["InstanceId"]]}))

part("blocks of a snapshot, up and down")
started = ebs.start_snapshot(VolumeSize=1, Encrypted=True, KmsKeyArn=key["Arn"], Description="uploaded")
assert started["Status"] == "pending" and started["BlockSize"] == BLOCK, started
blocks = {index: hashlib.sha256(bytes([index])).digest() * (BLOCK // 32) for index in (0, 7, 100)}
for index, data in blocks.items():
    checksum = base64.b64encode(hashlib.sha256(data).digest()).decode()
    put = ebs.put_snapshot_block(
        SnapshotId=started["SnapshotId"],
        BlockIndex=index,
        BlockData=data,
        DataLength=BLOCK,
        Checksum=checksum,
        ChecksumAlgorithm="SHA256",
    )
    assert put["Checksum"] == checksum
with refused("InvalidSignatureException"):
    ebs.put_snapshot_block(
        SnapshotId=started["SnapshotId"],
        BlockIndex=1,
        BlockData=blocks[0],
        DataLength=BLOCK,
        Checksum=base64.b64encode(hashlib.sha256(b"").digest()).decode(),
        ChecksumAlgorithm="SHA256",
    )
ebs.complete_snapshot(SnapshotId=started["SnapshotId"], ChangedBlocksCount=len(blocks))
ec2.get_waiter("snapshot_completed").wait(**soon({"SnapshotIds": [started["SnapshotId"]]}))
listed = ebs.list_snapshot_blocks(SnapshotId=started["SnapshotId"])["Blocks"]
assert [each["BlockIndex"] for each in listed] == [0, 7, 100], listed
for each in listed:
    got = ebs.get_snapshot_block(SnapshotId=started["SnapshotId"], BlockIndex=each["BlockIndex"], BlockToken=each["BlockToken"])
    assert got["BlockData"].read() == blocks[each["BlockIndex"]]
with refused("ResourceNotFoundException"):
    ebs.list_snapshot_blocks(SnapshotId="snap-00000000000000000")

print(f"{calls} calls of boto3 {boto3.__version__}, botocore {botocore.__version__}")
sys.exit(0 if calls >= 60 else "fewer than 60 calls")
